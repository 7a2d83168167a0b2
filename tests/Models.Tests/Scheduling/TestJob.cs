using Fovea.Inference;
using Fovea.Models.Hosting;
using Fovea.Models.Scheduling;

namespace Fovea.Models.Tests.Scheduling;

/// <summary>A job whose preparation a test holds up, and that says when it ran.</summary>
internal sealed class TestJob : Job
{
    private static int _clock;
    private readonly TaskCompletionSource _go = new();
    private readonly TaskCompletionSource _begun = new();
    private readonly Tensor[] _inputs;

    public TestJob(HostedModel model, Tensor input, RunKey? key = null, bool held = false, CancellationToken cancellation = default)
        : base(model, cancellation)
    {
        (Key, _inputs) = (key ?? model.Runs.Scores!, [input]);
        if (!held)
            _go.TrySetResult();
    }

    public override int Preparations => 1;

    public override RunKey Key { get; }

    public override int Rows => (int)_inputs[0].Shape[0];

    public override IReadOnlyList<Tensor> Inputs => _inputs;

    /// <summary>The thread that prepared it.</summary>
    public int Thread { get; private set; }

    /// <summary>Its place in the order of preparations of all jobs.</summary>
    public int Order { get; private set; }

    public static TestJob Image(HostedModel model, int seed, int rows = 1, bool held = false, CancellationToken cancellation = default) =>
        new(model, Support.ServedModels.Tensor(seed, rows, 3, 8, 8), null, held, cancellation);

    public override void Prepare(int index)
    {
        Thread = Environment.CurrentManagedThreadId;
        Order = Interlocked.Increment(ref _clock);
        _begun.TrySetResult();
        Assert.True(_go.Task.Wait(TimeSpan.FromSeconds(30)), "The test did not let the job go.");
        if (Outputs.Count == 0)
            Outputs = Key.NewOutputs(Rows);
    }

    public void LetGo() => _go.TrySetResult();

    public void WaitUntilBegun() => Assert.True(_begun.Task.Wait(TimeSpan.FromSeconds(30)), "The job did not begin.");
}
