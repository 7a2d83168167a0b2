using Fovea.Inference;
using Fovea.Models.Scheduling;

namespace Fovea.Models.Tests.Scheduling;

/// <summary>A job whose preparation and answer a test holds up, and that says when they were done.</summary>
internal sealed class TestJob(
    IQueueOwner owner, RunTarget target, int rows = 1, int preparations = 1, CancellationToken cancellation = default)
    : Job(owner, cancellation)
{
    private static int _clock;

    public override int Preparations => preparations;

    public override RunTarget Target => target;

    public override int Rows => rows;

    public override IReadOnlyList<Tensor> Inputs => [];

    /// <summary>Stops each preparation.</summary>
    public Gate Preparation { get; init; } = new(open: true);

    /// <summary>Stops the answer.</summary>
    public Gate Answering { get; init; } = new(open: true);

    /// <summary>What the preparation throws; nothing when null.</summary>
    public Exception? PreparationError { get; init; }

    /// <summary>What the answer throws; nothing when null.</summary>
    public Exception? AnswerError { get; init; }

    /// <summary>The thread that prepared it.</summary>
    public int Thread { get; private set; }

    /// <summary>Its place in the order of preparations of all jobs; 0 before that.</summary>
    public int Order { get; private set; }

    /// <summary>Whether its answer was made.</summary>
    public bool IsAnswered { get; private set; }

    /// <summary>The rows of the batches that it was told of.</summary>
    public List<int> Told { get; } = [];

    public override void Prepare(int index)
    {
        Thread = Environment.CurrentManagedThreadId;
        Order = Interlocked.Increment(ref _clock);
        Preparation.Pass();
        if (PreparationError is { } error)
            throw error;
    }

    public override void Answer()
    {
        Answering.Pass();
        if (AnswerError is { } error)
            throw error;
        IsAnswered = true;
    }

    public override void Ran(int rows, TimeSpan elapsed) => Told.Add(rows);
}
