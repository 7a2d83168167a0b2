using Fovea.Bench.Roofline;
using Fovea.Inference;
using Fovea.Inference.Planning;

namespace Fovea.Bench.Profiling;

/// <summary>One step of a plan, its time, and the least that the machine would need for it.</summary>
internal sealed class StepProfile
{
    public StepProfile(Step step, double seconds, Roofs roofs)
    {
        (Step, Seconds) = (step, seconds);
        Bytes = step.ConstantBytes + step.Reads.Concat(step.Writes).Sum(Touched);
        RoofSeconds = roofs.Seconds(2.0 * step.PerformedMultiplyAdds, Bytes);
    }

    public Step Step { get; }

    /// <summary>The median over the counted runs.</summary>
    public double Seconds { get; }

    /// <summary>Bytes that are read and written, weights included, each once.</summary>
    public long Bytes { get; }

    /// <summary>The roofline: the longer of arithmetic at the peak and data at the bandwidth of the level that can hold it.</summary>
    public double RoofSeconds { get; }

    /// <summary>Operations of the direct sum per second.</summary>
    public double OperationsPerSecond => 2.0 * Step.MultiplyAdds / Math.Max(Seconds, 1e-9);

    public double BytesPerSecond => Bytes / Math.Max(Seconds, 1e-9);

    // Elements that a stride of zero repeats are in memory once.
    private static long Touched(View view)
    {
        long elements = 1;
        for (int axis = 0; axis < view.Shape.Rank; axis++)
            elements *= view.Strides[axis] == 0 ? 1 : view.Shape[axis];
        return elements * view.Type.SizeInBytes();
    }
}
