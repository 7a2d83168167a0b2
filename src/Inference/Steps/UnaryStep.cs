using Fovea.Inference.Graphs;
using Fovea.Inference.Memory;

namespace Fovea.Inference.Steps;

/// <summary>A function of each float.</summary>
internal sealed class UnaryStep(Activation function, View input, View output) : Step
{
    private readonly ElementwiseLoop _loop = new(output.Shape, output, input);

    public override string Kernel => $"{function}";

    public override IReadOnlyList<View> Reads { get; } = [input];

    public override IReadOnlyList<View> Writes { get; } = [output];

    public override double Cost => _loop.Elements / 4.0;

    public override unsafe void Execute(in RunContext run, int part, int parts)
    {
        float* x = run.Floats(input);
        float* y = run.Floats(output);
        (long firstBlock, long lastBlock) = _loop.Blocks(part, parts);
        (long firstRow, long lastRow) = _loop.Rows(part, parts);
        for (long block = firstBlock; block < lastBlock; block++)
        {
            run.Kernels.Unary(
                function.Kind,
                x + _loop.Offset(1, block) + (firstRow * _loop.RowStride(1)),
                _loop.RowStride(1),
                y + _loop.Offset(0, block) + (firstRow * _loop.RowStride(0)),
                _loop.RowStride(0),
                lastRow - firstRow,
                _loop.Columns,
                function.Alpha,
                function.Beta);
        }
    }
}
