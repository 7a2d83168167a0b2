using Fovea.Inference.Memory;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Steps;

/// <summary>A question about each element.</summary>
/// <param name="kind">The question.</param>
/// <param name="input">The elements.</param>
/// <param name="output">Booleans, in the same order of memory.</param>
internal sealed class TestStep(TestKind kind, View input, View output) : Step
{
    private readonly ElementwiseLoop _loop = new(output.Shape, repeats: false, output, input);

    public override string Kernel => $"{kind} {input.Type}";

    public override IReadOnlyList<View> Reads { get; } = [input];

    public override IReadOnlyList<View> Writes { get; } = [output];

    public override double Cost => _loop.Elements;

    public override unsafe void Execute(in RunContext run, int part, int parts)
    {
        byte* x = run.Address(input);
        byte* y = run.Address(output);
        int size = input.Type.SizeInBytes();
        (long firstBlock, long lastBlock) = _loop.Blocks(part, parts);
        (long firstRow, long lastRow) = _loop.Rows(part, parts);
        for (long block = firstBlock; block < lastBlock; block++)
        {
            var arguments = new UnaryArguments
            {
                X = x + ((_loop.Offset(1, block) + (firstRow * _loop.RowStride(1))) * size),
                Y = y + _loop.Offset(0, block) + (firstRow * _loop.RowStride(0)),
                XRow = _loop.RowStride(1),
                YRow = _loop.RowStride(0),
                Rows = lastRow - firstRow,
                Columns = _loop.Columns,
            };
            run.Kernels.Of(input.Type).Test(kind, in arguments);
        }
    }
}
