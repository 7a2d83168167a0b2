using Fovea.Inference.Memory;
using Fovea.Kernels;
using Fovea.Kernels.Quantized;

namespace Fovea.Inference.Steps;

/// <summary>A function of one byte, as a table.</summary>
/// <param name="kernel">The function, for dumps and profiles.</param>
/// <param name="input">Bytes, signed or not.</param>
/// <param name="output">Bytes, signed or not, in the order of the input.</param>
/// <param name="table">256 bytes, by the bits of the input.</param>
internal sealed class LookupStep(string kernel, View input, View output, PlanBuffer table) : Step
{
    private readonly ElementwiseLoop _loop = new(output.Shape, repeats: false, output, input);

    public override string Kernel => kernel;

    public override IReadOnlyList<View> Reads { get; } = [input];

    public override IReadOnlyList<View> Writes { get; } = [output];

    public override IReadOnlyList<PlanBuffer> PackedReads { get; } = [table];

    public override double Cost => _loop.Elements;

    public override unsafe void Execute(in RunContext run, int part, int parts)
    {
        KernelFamily kernels = run.Kernels.Of(output.Type);
        (long firstBlock, long lastBlock) = _loop.Blocks(part, parts);
        (long firstRow, long lastRow) = _loop.Rows(part, parts);
        for (long block = firstBlock; block < lastBlock; block++)
        {
            var arguments = new LookupArguments
            {
                X = run.Address(input) + _loop.Offset(1, block) + (firstRow * _loop.RowStride(1)),
                Y = run.Address(output) + _loop.Offset(0, block) + (firstRow * _loop.RowStride(0)),
                Table = run.Elements<byte>(table),
                XRow = _loop.RowStride(1),
                YRow = _loop.RowStride(0),
                Rows = lastRow - firstRow,
                Columns = _loop.Columns,
            };
            kernels.Lookup(in arguments);
        }
    }
}
