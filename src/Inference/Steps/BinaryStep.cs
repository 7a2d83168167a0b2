using Fovea.Inference.Graphs;
using Fovea.Inference.Memory;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Steps;

/// <summary>A function of two floats with broadcasting, and bounds on the result.</summary>
internal sealed class BinaryStep(BinaryKind kind, View a, View b, View output, Activation? bounds) : Step
{
    private readonly ElementwiseLoop _loop = new(output.Shape, output, a, b);

    public override string Kernel => bounds is null ? $"{kind}" : $"{kind} {bounds}";

    public override IReadOnlyList<View> Reads { get; } = [a, b];

    public override IReadOnlyList<View> Writes { get; } = [output];

    public override double Cost => kind == BinaryKind.Pow ? _loop.Elements * 4.0 : _loop.Elements / 4.0;

    /// <summary>Whether the kernel can walk these operands: columns contiguous, or repeated in one operand.</summary>
    public bool IsWalkable => _loop.ColumnStride(0) is 1 && IsColumn(1) && IsColumn(2);

    public override unsafe void Execute(in RunContext run, int part, int parts)
    {
        (long firstBlock, long lastBlock) = _loop.Blocks(part, parts);
        (long firstRow, long lastRow) = _loop.Rows(part, parts);
        for (long block = firstBlock; block < lastBlock; block++)
        {
            var arguments = new BinaryArguments
            {
                Y = run.Floats(output) + _loop.Offset(0, block) + (firstRow * _loop.RowStride(0)),
                A = run.Floats(a) + _loop.Offset(1, block) + (firstRow * _loop.RowStride(1)),
                B = run.Floats(b) + _loop.Offset(2, block) + (firstRow * _loop.RowStride(2)),
                YRow = _loop.RowStride(0),
                ARow = _loop.RowStride(1),
                BRow = _loop.RowStride(2),
                AColumn = _loop.ColumnStride(1),
                BColumn = _loop.ColumnStride(2),
                Rows = lastRow - firstRow,
                Columns = _loop.Columns,
                Min = bounds?.Min ?? float.NegativeInfinity,
                Max = bounds?.Max ?? float.PositiveInfinity,
            };
            run.Kernels.Binary(kind, in arguments);
        }
    }

    private bool IsColumn(int operand) => _loop.ColumnStride(operand) is 0 or 1 || _loop.Columns == 1;
}
