using Fovea.Bench.Roofline;
using Fovea.Inference;
using Fovea.Inference.Memory;
using Fovea.Inference.Steps;

namespace Fovea.Bench.Profiling;

/// <summary>One step of a plan, its time, and the least that the machine would need for it.</summary>
internal sealed class StepProfile
{
    /// <param name="step">The step.</param>
    /// <param name="times">How often a run executes it: once, or for each chunk of a batch.</param>
    /// <param name="seconds">The median time of all of these, over the counted runs.</param>
    /// <param name="roofs">What the machine can do.</param>
    public StepProfile(Step step, int times, double seconds, Roofs roofs)
    {
        (Step, Seconds) = (step, seconds);
        BytesAtOnce = step.ConstantBytes + step.Reads.Concat(step.Writes).Sum(Touched);
        Bytes = times * BytesAtOnce;
        Operations = 2.0 * times * step.MultiplyAdds;
        RoofSeconds = times * roofs.Seconds(2.0 * step.PerformedMultiplyAdds, BytesAtOnce);
    }

    public Step Step { get; }

    public double Seconds { get; }

    /// <summary>Bytes that are read and written in a run, weights included, each once per execution.</summary>
    public long Bytes { get; }

    /// <summary>Those of one execution: what has to fit into a cache.</summary>
    public long BytesAtOnce { get; }

    /// <summary>Operations of the direct sum.</summary>
    public double Operations { get; }

    /// <summary>The roofline: the longer of arithmetic at the peak and data at the bandwidth of the level that can hold it.</summary>
    public double RoofSeconds { get; }

    /// <summary>Operations of the direct sum per second.</summary>
    public double OperationsPerSecond => Operations / Math.Max(Seconds, 1e-9);

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
