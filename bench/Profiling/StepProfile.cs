using Fovea.Bench.Roofline;
using Fovea.Inference;
using Fovea.Inference.Memory;
using Fovea.Inference.Steps;

namespace Fovea.Bench.Profiling;

/// <summary>One step of a plan, its time, and its roofline.</summary>
internal sealed class StepProfile
{
    /// <param name="step">The step.</param>
    /// <param name="times">How often a run executes it: once, or for each chunk of a batch.</param>
    /// <param name="seconds">The median time per run over all of these executions.</param>
    /// <param name="roofs">The limits of the machine.</param>
    public StepProfile(Step step, int times, double seconds, Roofs roofs)
    {
        (Step, Seconds) = (step, seconds);
        BytesAtOnce = step.ConstantBytes + step.Reads.Concat(step.Writes).Sum(Touched);
        Bytes = times * BytesAtOnce;
        Operations = 2.0 * times * step.MultiplyAdds;
        PeakSeconds = Operations / roofs.PeakOf(step);
        RoofSeconds = times * roofs.Seconds(step, BytesAtOnce);
    }

    public Step Step { get; }

    public double Seconds { get; }

    /// <summary>Bytes that are read and written in a run, including weights, each counted once per execution.</summary>
    public long Bytes { get; }

    /// <summary>Bytes of one execution, which must fit into a cache.</summary>
    public long BytesAtOnce { get; }

    /// <summary>Operations of the direct sum.</summary>
    public double Operations { get; }

    /// <summary>The time of the direct sum at the peak rate.</summary>
    public double PeakSeconds { get; }

    /// <summary>
    /// The roofline: the larger of the arithmetic time at the peak rate and the transfer time at the bandwidth of the memory level that can
    /// hold the data.
    /// </summary>
    public double RoofSeconds { get; }

    /// <summary>Operations of the direct sum per second.</summary>
    public double OperationsPerSecond => Operations / Math.Max(Seconds, 1e-9);

    public double BytesPerSecond => Bytes / Math.Max(Seconds, 1e-9);

    // Elements repeated by a stride of zero are counted once.
    private static long Touched(View view)
    {
        long elements = 1;
        for (int axis = 0; axis < view.Shape.Rank; axis++)
            elements *= view.Strides[axis] == 0 ? 1 : view.Shape[axis];
        return elements * view.Type.SizeInBytes();
    }
}
