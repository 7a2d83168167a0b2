using Fovea.Inference.Memory;
using Fovea.Kernels.Layout;

namespace Fovea.Inference.Steps;

/// <summary>
/// Several steps, executed for one chunk of a batch's images after another. Threads share the chunks: each executes all steps of its chunk
/// in its own memory, so that activations stay in its caches and no synchronisation is needed.
/// </summary>
internal sealed class SegmentStep(
    Step[] steps, long arenaBytes, int chunks, int chunk, IReadOnlyList<View> reads, IReadOnlyList<View> writes) : Step
{
    /// <summary>The steps of one chunk.</summary>
    public IReadOnlyList<Step> Steps => steps;

    /// <summary>The number of chunks.</summary>
    public int Chunks => chunks;

    public override string Kernel => $"{steps.Length} steps, {chunks} times {chunk} images";

    public override IReadOnlyList<View> Reads => reads;

    public override IReadOnlyList<View> Writes => writes;

    public override long ScratchBytes => Math.Max(1, arenaBytes);

    public override double Cost { get; } = chunks * steps.Sum(s => s.Cost);

    public override long MultiplyAdds { get; } = chunks * steps.Sum(s => s.MultiplyAdds);

    public override bool CanShare => chunks > 1;

    public override unsafe void Execute(in RunContext run, int part, int parts)
    {
        (long first, long last) = Partition.Of(chunks, part, parts);
        for (long i = first; i < last; i++)
        {
            RunContext inner = run.ForChunk(run.Scratch(this), i);
            foreach (Step step in steps)
            {
                if (run.IsStopped)
                    return;
                inner.Execute(step);
            }
        }
    }
}
