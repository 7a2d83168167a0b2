using Fovea.Inference.Memory;
using Fovea.Kernels.Layout;

namespace Fovea.Inference.Steps;

/// <summary>Computes the rows [first, last) of a step.</summary>
internal delegate void RowsKernel(in RunContext run, long first, long last);

/// <summary>A kernel over rows that do not depend on each other, for operators that need no step of their own.</summary>
/// <param name="kernel">The kernel and its parameters, for dumps and profiles.</param>
/// <param name="reads">The views that are read.</param>
/// <param name="writes">The views that are written; rows write disjoint memory.</param>
/// <param name="rows">The number of rows, which threads share.</param>
/// <param name="cost">Vector operations of all rows.</param>
/// <param name="compute">The kernel, bound to the views.</param>
internal sealed class RowsStep(
    string kernel, IReadOnlyList<View> reads, IReadOnlyList<View> writes, long rows, double cost, RowsKernel compute) : Step
{
    public override string Kernel => kernel;

    public override IReadOnlyList<View> Reads => reads;

    public override IReadOnlyList<View> Writes => writes;

    public override double Cost => cost;

    public override void Execute(in RunContext run, int part, int parts)
    {
        (long first, long last) = Partition.Of(rows, part, parts);
        if (first < last)
            compute(in run, first, last);
    }
}
