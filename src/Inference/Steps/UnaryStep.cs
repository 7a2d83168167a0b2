using Fovea.Inference.Graphs;
using Fovea.Inference.Memory;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Steps;

/// <summary>An element-wise function of floats.</summary>
internal sealed class UnaryStep(Activation function, View input, View output) : Step
{
    private readonly ElementwiseLoop _loop = new(output.Shape, output, input);

    public override string Kernel => $"{function}";

    public override IReadOnlyList<View> Reads { get; } = [input];

    public override IReadOnlyList<View> Writes { get; } = [output];

    public override double Cost => _loop.Elements / 4.0;

    public override unsafe void Execute(in RunContext run, int part, int parts)
    {
        float* x = run.Elements<float>(input);
        float* y = run.Elements<float>(output);
        (long firstBlock, long lastBlock) = _loop.Blocks(part, parts);
        (long firstRow, long lastRow) = _loop.Rows(part, parts);
        for (long block = firstBlock; block < lastBlock; block++)
        {
            var arguments = new UnaryArguments
            {
                X = x + _loop.Offset(1, block) + (firstRow * _loop.RowStride(1)),
                Y = y + _loop.Offset(0, block) + (firstRow * _loop.RowStride(0)),
                XRow = _loop.RowStride(1),
                YRow = _loop.RowStride(0),
                Rows = lastRow - firstRow,
                Columns = _loop.Columns,
                Alpha = function.Alpha,
                Beta = function.Beta,
            };
            run.Kernels.Float32.Unary(function.Kind, in arguments);
        }
    }
}
