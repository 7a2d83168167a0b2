using Fovea.Models.Explanations;
using Fovea.Models.Hosting;
using Fovea.Models.Jobs;

namespace Fovea.Models.Serving;

/// <summary>An explanation as long work: a step is a run of the network, and the last one makes the answers. Thread-safe.</summary>
public sealed class ExplanationWork : LongWork
{
    private readonly CancellationTokenSource _ends = new();
    private readonly ModelLease _lease;
    private SteppedShare? _share;
    private Func<SteppedShare, Task<IReadOnlyDictionary<string, byte[]>>>? _explain;
    private Task<IReadOnlyDictionary<string, byte[]>>? _whole;
    private int _steps;

    internal ExplanationWork(
        ModelLease lease, ExplanationPlan plan, Func<WorkShare, Task<Explanation>> explain, PoliteWork worker,
        Func<Explanation, IReadOnlyDictionary<string, byte[]>> answers)
    {
        _lease = lease;
        _explain = async share =>
        {
            Explanation explanation = await explain(share).ConfigureAwait(false);
            return await share.DoAsync((_, _) => answers(explanation)).ConfigureAwait(false);
        };
        (Cost, Method) = (plan.Cost, plan.Request.Method.Name);
        (Model, Version) = (lease.Model.Name, lease.Model.Version);
        _share = new SteppedShare(new PoliteShare(worker, lease.Model, _ends.Token));
    }

    /// <inheritdoc/>
    public override JobKind Kind => JobKind.Explanation;

    /// <inheritdoc/>
    public override string Model { get; }

    /// <inheritdoc/>
    public override string Version { get; }

    /// <summary>The name of the method.</summary>
    public string Method { get; }

    /// <summary>What it costs.</summary>
    public ExplanationCost Cost { get; }

    /// <summary>The answers, by media type; null before the last step.</summary>
    public IReadOnlyDictionary<string, byte[]>? Answers { get; private set; }

    /// <inheritdoc/>
    public override int Steps => (int)Math.Min(int.MaxValue, Cost.Forward + Cost.Gradients + 1);

    /// <inheritdoc/>
    public override long ResultBytes => Answers?.Values.Sum(answer => (long)answer.Length) ?? 0;

    /// <inheritdoc/>
    public override async Task StepAsync(CancellationToken cancellationToken)
    {
        SteppedShare share = _share ?? throw new ObjectDisposedException(nameof(ExplanationWork));
        using CancellationTokenRegistration end = cancellationToken.Register(_ends.Cancel);
        Task<IReadOnlyDictionary<string, byte[]>> whole = _whole ??= _explain!(share);
        bool isLast = ++_steps >= Steps;
        do
            await share.StepAsync(whole).ConfigureAwait(false);
        while (isLast && !whole.IsCompleted);
        if (whole.IsCompleted)
            Answers = await whole.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override void Conclude() => (_explain, _whole, _share) = (null, null, null);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _lease.Dispose();
        _ends.Dispose();
    }
}
