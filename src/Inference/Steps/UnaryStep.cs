using Fovea.Inference.Graphs;
using Fovea.Inference.Memory;
using Fovea.Kernels;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Steps;

/// <summary>An element-wise function, whose result has the operand's type.</summary>
internal sealed class UnaryStep(Activation function, View input, View output) : Step
{
    private readonly ElementwiseLoop _loop = new(output.Shape, repeats: false, output, input);

    public override string Kernel => output.Type == ElementType.Float32 ? $"{function}" : $"{function} {output.Type}";

    public override IReadOnlyList<View> Reads { get; } = [input];

    public override IReadOnlyList<View> Writes { get; } = [output];

    public override double Cost => output.Type == ElementType.Float32 ? _loop.Elements / 4.0 : _loop.Elements;

    public override unsafe void Execute(in RunContext run, int part, int parts)
    {
        KernelFamily kernels = run.Kernels.Of(output.Type);
        int size = output.Type.SizeInBytes();
        byte* x = run.Address(input);
        byte* y = run.Address(output);
        (long firstBlock, long lastBlock) = _loop.Blocks(part, parts);
        (long firstRow, long lastRow) = _loop.Rows(part, parts);
        for (long block = firstBlock; block < lastBlock; block++)
        {
            var arguments = new UnaryArguments
            {
                X = x + ((_loop.Offset(1, block) + (firstRow * _loop.RowStride(1))) * size),
                Y = y + ((_loop.Offset(0, block) + (firstRow * _loop.RowStride(0))) * size),
                XRow = _loop.RowStride(1),
                YRow = _loop.RowStride(0),
                Rows = lastRow - firstRow,
                Columns = _loop.Columns,
                Alpha = function.Alpha,
                Beta = function.Beta,
            };
            kernels.Unary(function.Kind, in arguments);
        }
    }
}
