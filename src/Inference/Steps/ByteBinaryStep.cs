using Fovea.Inference.Memory;
using Fovea.Kernels;
using Fovea.Kernels.Elementwise;
using Fovea.Kernels.Quantized;

namespace Fovea.Inference.Steps;

/// <summary>A sum or product of two operands of bytes, as bytes; all have one type.</summary>
/// <param name="kind">Add or Mul.</param>
/// <param name="a">Expanded to the output's shape.</param>
/// <param name="b">Expanded to the output's shape.</param>
/// <param name="output">The result.</param>
/// <param name="aScale">What bytes of <paramref name="a"/> stand for.</param>
/// <param name="bScale">What bytes of <paramref name="b"/> stand for.</param>
/// <param name="scale">The scale of the result.</param>
/// <param name="bounds">The bounds of results, and their zero point.</param>
internal sealed class ByteBinaryStep(
    BinaryKind kind, View a, View b, View output, ByteScale aScale, ByteScale bScale, float scale, ByteBounds bounds)
    : BroadcastStep(output, a, b)
{
    private readonly View _output = output;

    public override string Kernel => $"{_output.Type} {kind}";

    public override double Cost => Loop.Elements / 4.0;

    public override unsafe void Execute(in RunContext run, int part, int parts)
    {
        KernelFamily kernels = run.Kernels.Of(_output.Type);
        (long firstBlock, long lastBlock) = Loop.Blocks(part, parts);
        (long firstRow, long lastRow) = Loop.Rows(part, parts);
        for (long block = firstBlock; block < lastBlock; block++)
        {
            var arguments = new ByteBinaryArguments
            {
                A = run.Address(Reads[0]) + Loop.Offset(1, block) + (firstRow * Loop.RowStride(1)),
                B = run.Address(Reads[1]) + Loop.Offset(2, block) + (firstRow * Loop.RowStride(2)),
                Y = run.Address(_output) + Loop.Offset(0, block) + (firstRow * Loop.RowStride(0)),
                ARow = Loop.RowStride(1),
                BRow = Loop.RowStride(2),
                YRow = Loop.RowStride(0),
                AColumn = Loop.ColumnStride(1),
                BColumn = Loop.ColumnStride(2),
                Rows = lastRow - firstRow,
                Columns = Loop.Columns,
                AZero = aScale.Zero,
                AScale = aScale.Scale,
                BZero = bScale.Zero,
                BScale = bScale.Scale,
                YZero = bounds.Zero,
                YScale = scale,
                Min = bounds.Low,
                Max = bounds.High,
            };
            kernels.QuantizedBinary(kind, in arguments);
        }
    }
}
