using Fovea.Inference.Memory;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Steps;

/// <summary>The base of element-wise functions of two operands, with broadcasting.</summary>
internal abstract class PairStep : BroadcastStep
{
    private readonly View _a;
    private readonly View _b;
    private readonly View _output;

    /// <param name="a">The left operand, expanded to the output's shape.</param>
    /// <param name="b">The right operand, expanded to the output's shape.</param>
    /// <param name="output">The result.</param>
    protected PairStep(View a, View b, View output)
        : base(output, a, b)
    {
        _a = a;
        _b = b;
        _output = output;
    }

    public override unsafe void Execute(in RunContext run, int part, int parts)
    {
        ElementwiseLoop loop = Loop;
        (long firstBlock, long lastBlock) = loop.Blocks(part, parts);
        (long firstRow, long lastRow) = loop.Rows(part, parts);
        int size = _a.Type.SizeInBytes();
        int resultSize = _output.Type.SizeInBytes();
        byte* y = run.Address(_output);
        byte* a = run.Address(_a);
        byte* b = run.Address(_b);
        for (long block = firstBlock; block < lastBlock; block++)
        {
            var arguments = new BinaryArguments
            {
                Y = y + ((loop.Offset(0, block) + (firstRow * loop.RowStride(0))) * resultSize),
                A = a + ((loop.Offset(1, block) + (firstRow * loop.RowStride(1))) * size),
                B = b + ((loop.Offset(2, block) + (firstRow * loop.RowStride(2))) * size),
                YRow = loop.RowStride(0),
                ARow = loop.RowStride(1),
                BRow = loop.RowStride(2),
                AColumn = loop.ColumnStride(1),
                BColumn = loop.ColumnStride(2),
                Rows = lastRow - firstRow,
                Columns = loop.Columns,
                Min = float.NegativeInfinity,
                Max = float.PositiveInfinity,
            };
            Call(in run, ref arguments);
        }
    }

    /// <summary>Calls the kernel for the rows of one block.</summary>
    protected abstract void Call(in RunContext run, ref BinaryArguments arguments);
}
