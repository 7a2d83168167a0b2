using Fovea.Inference.Memory;
using Fovea.Kernels.Layout;
using Fovea.Kernels.Reductions;

namespace Fovea.Inference.Steps;

/// <summary>
/// A reduction over a stack of matrices: along the rows (reduced elements are contiguous), or, of floats, down the columns (kept elements
/// are contiguous).
/// </summary>
internal sealed class ReductionStep(
    ReductionKind kind, View input, View output, bool alongRows, long matrices, long matrixStride, long rows, long rowStride, long columns)
        : Step
{
    public override string Kernel => $"{kind} {(alongRows ? "along rows" : "down columns")} {matrices}x{rows}x{columns}";

    public override IReadOnlyList<View> Reads { get; } = [input];

    public override IReadOnlyList<View> Writes { get; } = [output];

    public override LayerClass Class => LayerClass.Pooling;

    public override double Cost => (double)matrices * rows * columns * (kind is ReductionKind.LogSumExp ? 1.0
        : input.Type == ElementType.Float32 && kind != ReductionKind.Prod ? 0.125 : 4.0);

    public override unsafe void Execute(in RunContext run, int part, int parts)
    {
        if (alongRows)
        {
            (long first, long last) = Partition.Of(rows, part, parts);
            int size = input.Type.SizeInBytes();
            var arguments = new ReductionArguments
            {
                X = run.Address(input) + (first * rowStride * size),
                XRow = rowStride,
                Y = run.Address(output) + (first * size),
                Rows = last - first,
                Columns = columns,
            };
            run.Kernels.Of(input.Type).ReduceRows(kind, in arguments);
            return;
        }

        float* x = run.Elements<float>(input);
        float* y = run.Elements<float>(output);

        // Parts split the columns of all matrices at cache lines: each column is summed by one thread, top to bottom.
        const long Line = 16;
        long lines = (columns + Line - 1) / Line;
        (long firstLine, long lastLine) = Partition.Of(lines * matrices, part, parts);
        for (long line = firstLine; line < lastLine;)
        {
            long matrix = line / lines;
            long column = (line - (matrix * lines)) * Line;
            long count = Math.Min(columns - column, (Math.Min(lastLine, (matrix + 1) * lines) - line) * Line);
            var arguments = new ReductionArguments
            {
                X = x + (matrix * matrixStride) + column,
                XRow = rowStride,
                Y = y + (matrix * columns) + column,
                Rows = rows,
                Columns = count,
            };
            run.Kernels.Float32.ReduceColumns(kind, in arguments);
            line += (count + Line - 1) / Line;
        }
    }
}
