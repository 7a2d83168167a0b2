using Fovea.Models.Explanations;
using Fovea.Models.Hosting;
using Fovea.Models.Jobs;

namespace Fovea.Models.Serving;

/// <summary>An explanation as long work: a step is a run of the network. Thread-safe.</summary>
public sealed class ExplanationWork : LongWork
{
    private readonly CancellationTokenSource _ends = new();
    private readonly Func<Explanation, IReadOnlyDictionary<string, byte[]>> _answers;
    private readonly SteppedShare _share;
    private readonly ModelLease _lease;
    private Func<WorkShare, Task<Explanation>>? _explain;
    private Task<Explanation>? _whole;
    private int _steps;

    internal ExplanationWork(
        ModelLease lease, ExplanationPlan plan, Func<WorkShare, Task<Explanation>> explain, PoliteWork worker,
        Func<Explanation, IReadOnlyDictionary<string, byte[]>> answers)
    {
        (_lease, _explain) = (lease, explain);
        (Cost, Method) = (plan.Cost, plan.Request.Method.Name);
        (Model, Version) = (lease.Model.Name, lease.Model.Version);
        _share = new SteppedShare(new PoliteShare(worker, lease.Model, _ends.Token));
        _answers = answers;
    }

    /// <summary>The model's name.</summary>
    public string Model { get; }

    /// <summary>The model's version.</summary>
    public string Version { get; }

    /// <summary>The name of the method.</summary>
    public string Method { get; }

    /// <summary>What it costs.</summary>
    public ExplanationCost Cost { get; }

    /// <summary>The answers, by media type; null before the end, and where it did not come to one.</summary>
    public IReadOnlyDictionary<string, byte[]>? Answers { get; private set; }

    /// <inheritdoc/>
    public override int Steps => (int)Math.Min(int.MaxValue, Cost.Forward + Cost.Gradients);

    /// <inheritdoc/>
    public override long ResultBytes => Answers?.Values.Sum(answer => (long)answer.Length) ?? 0;

    /// <inheritdoc/>
    public override async Task StepAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenRegistration end = cancellationToken.Register(_ends.Cancel);
        Task<Explanation> whole = _whole ??= _explain!(_share);
        bool isLast = ++_steps >= Steps;
        do
            await _share.StepAsync(whole).ConfigureAwait(false);
        while (isLast && !whole.IsCompleted);
        if (whole.IsFaulted || whole.IsCanceled || isLast)
            Answers = _answers(await whole.ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public override void Conclude() => (_explain, _whole) = (null, null);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _lease.Dispose();
        _ends.Dispose();
    }
}
