using Fovea.Inference.Memory;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Steps;

/// <summary>Chooses between two operands, element by element, with broadcasting.</summary>
internal sealed class SelectStep : BroadcastStep
{
    private readonly View _condition;
    private readonly View _a;
    private readonly View _b;
    private readonly View _output;

    /// <param name="condition">Booleans, expanded to the output's shape.</param>
    /// <param name="a">Taken where the condition is true.</param>
    /// <param name="b">Taken where it is false.</param>
    /// <param name="output">The result.</param>
    public SelectStep(View condition, View a, View b, View output)
        : base(output, condition, a, b)
    {
        _condition = condition;
        _a = a;
        _b = b;
        _output = output;
    }

    public override string Kernel => "select";

    public override unsafe void Execute(in RunContext run, int part, int parts)
    {
        ElementwiseLoop loop = Loop;
        (long firstBlock, long lastBlock) = loop.Blocks(part, parts);
        (long firstRow, long lastRow) = loop.Rows(part, parts);
        int size = _output.Type.SizeInBytes();
        byte* y = run.Address(_output);
        byte* condition = run.Address(_condition);
        byte* a = run.Address(_a);
        byte* b = run.Address(_b);
        for (long block = firstBlock; block < lastBlock; block++)
        {
            var arguments = new SelectArguments
            {
                Y = y + ((loop.Offset(0, block) + (firstRow * loop.RowStride(0))) * size),
                Condition = condition + loop.Offset(1, block) + (firstRow * loop.RowStride(1)),
                A = a + ((loop.Offset(2, block) + (firstRow * loop.RowStride(2))) * size),
                B = b + ((loop.Offset(3, block) + (firstRow * loop.RowStride(3))) * size),
                YRow = loop.RowStride(0),
                ConditionRow = loop.RowStride(1),
                ARow = loop.RowStride(2),
                BRow = loop.RowStride(3),
                ConditionColumn = loop.ColumnStride(1),
                AColumn = loop.ColumnStride(2),
                BColumn = loop.ColumnStride(3),
                Rows = lastRow - firstRow,
                Columns = loop.Columns,
            };
            SelectKernel.Run(size, in arguments);
        }
    }
}
