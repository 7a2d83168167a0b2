using System.Collections.Concurrent;
using Fovea.Inference.Memory;
using Fovea.Inference.Steps;

namespace Fovea.Inference.Tests.Execution;

/// <summary>One execution of a part: the thread's index, the part, and the number of parts.</summary>
internal readonly record struct Taken(int Worker, int Part, int Parts);

/// <summary>What a fake step does in a part.</summary>
internal delegate void PartBody(in RunContext run, Taken taken);

/// <summary>A step without memory that records which thread executed which part.</summary>
internal sealed class FakeStep : Step
{
    private readonly double _cost;
    private readonly int _maxPartsPerThread;
    private readonly PartBody? _body;

    /// <param name="cost">See <see cref="Step.Cost"/>.</param>
    /// <param name="maxPartsPerThread">See <see cref="Step.MaxPartsPerThread"/>.</param>
    /// <param name="body">Called in each part; null for nothing.</param>
    public FakeStep(double cost, int maxPartsPerThread = 4, PartBody? body = null)
    {
        (_cost, _maxPartsPerThread) = (cost, maxPartsPerThread);
        _body = body;
        Scratch = new PlanBuffer(ScratchBytes) { Offset = 0 };
    }

    /// <summary>What was executed, in the order in which it was begun.</summary>
    public ConcurrentQueue<Taken> Log { get; } = new();

    /// <summary>Called whenever the cost is read, which each thread does before it claims its first part.</summary>
    public Action? CostAsked { get; init; }

    public override string Kernel => "fake";

    public override IReadOnlyList<View> Reads => [];

    public override IReadOnlyList<View> Writes => [];

    public override long ScratchBytes => Alignment.Bytes;

    public override int MaxPartsPerThread => _maxPartsPerThread;

    public override double Cost
    {
        get
        {
            CostAsked?.Invoke();
            return _cost;
        }
    }

    public override unsafe void Execute(in RunContext run, int part, int parts)
    {
        // The arena of these tests is at address 0, so that a thread's slice of the scratch memory shows its index.
        var taken = new Taken((int)((nint)run.Scratch(this) / Alignment.Bytes), part, parts);
        Log.Enqueue(taken);
        _body?.Invoke(in run, taken);
    }

    /// <summary>Checks that every part was executed once, and the number of parts.</summary>
    public void AssertComplete(int parts)
    {
        Assert.Equal(Enumerable.Range(0, parts), Log.Select(taken => taken.Part).Order());
        Assert.All(Log, taken => Assert.Equal(parts, taken.Parts));
    }

    /// <summary>The parts that a thread executed, in order.</summary>
    public int[] PartsOf(int worker) => [.. Log.Where(taken => taken.Worker == worker).Select(taken => taken.Part)];
}
