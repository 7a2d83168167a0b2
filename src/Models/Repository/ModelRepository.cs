using Fovea.Inference;
using Fovea.Models.Errors;
using Fovea.Models.Hosting;

namespace Fovea.Models.Repository;

/// <summary>
/// All models that are served, in any state: the user's models, and the bundled models that none of them replaces. Follows changes of the
/// folders when refreshed, and requests to load and unload. Loads several models at a time, each version once. Thread-safe.
/// </summary>
public sealed class ModelRepository : IDisposable
{
    // How many settle times a request to load waits for files that keep changing, but at least as long as LeastPatience.
    private const int PatienceIntervals = 10;

    // Why the server is not ready names this many failed models at most.
    private const int NamedFailures = 20;

    private static readonly TimeSpan LeastPatience = TimeSpan.FromSeconds(10);

    private readonly ModelRepositoryOptions _options;
    private readonly TimeProvider _time;
    private readonly RepositoryWorker _worker;

    /// <summary>Finds the models; none is loaded yet.</summary>
    /// <exception cref="DirectoryNotFoundException">A folder does not exist.</exception>
    /// <exception cref="ServingException">The configured default model is not among the models.</exception>
    public ModelRepository(InferenceEngine engine, ModelRepositoryOptions options, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(options);
        (_options, _time) = (options, time ?? TimeProvider.System);
        _worker = new RepositoryWorker(engine, options, _time);
        if (options.Default is { } name && Models.All(entry => entry.Name != name))
        {
            throw new ServingException(
                ServingError.ModelNotFound,
                $"There is no model '{name}' to be the default " +
                $"one.{NearestNames.Sentence(NearestNames.Find(name, Models.Select(entry => entry.Name)))} There are: " +
                $"{ServedModels.Names(Models)}.");
        }
    }

    /// <summary>Raised after a model became ready, failed, or was removed because its files are gone; on the thread that did it.</summary>
    public event Action<ModelEntry>? Loaded
    {
        add => _worker.Events.Changed += value;
        remove => _worker.Events.Changed -= value;
    }

    /// <summary>Raised when the default model, which was left open at the start, is chosen; on the thread that loads.</summary>
    public event Action<DefaultModel>? DefaultChosen
    {
        add => _worker.Events.DefaultChosen += value;
        remove => _worker.Events.DefaultChosen -= value;
    }

    /// <summary>Raised for each new entry of <see cref="Warnings"/>.</summary>
    public event Action<string>? Warned
    {
        add => _worker.Events.Warned += value;
        remove => _worker.Events.Warned -= value;
    }

    /// <summary>Every version of every model at this moment: by name, then the highest version first.</summary>
    public IReadOnlyList<ModelEntry> Models => _worker.Served.Models;

    /// <summary>What was skipped in the folders, and why.</summary>
    public IReadOnlyList<string> Warnings => _worker.Warnings;

    /// <summary>The model that answers when a request names none.</summary>
    public DefaultModel Default => _worker.Served.Default;

    /// <summary>Why the default model is what it is and, where it does not answer now, why not.</summary>
    public string DefaultReason => _worker.Served is { WhyDefaultIsSilent: { } silent } served
        ? $"{served.Default.Reason} It does not answer now: it {silent}"
        : Default.Reason;

    /// <summary>
    /// Loads every model, several at a time, the default model first, then the smaller ones. A model that fails, or takes long, does not
    /// stop the others. Waits for files that have just been changed.
    /// </summary>
    /// <exception cref="OperationCanceledException">Cancelled; loads end as soon as they can.</exception>
    public void LoadAll(CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            RepositoryPass pass = _worker.Pass(trustAge: true, only: null, cancellationToken);
            // Models that are added meanwhile do not wait for those that take long.
            pass.Wait(_options.SettleTime, cancellationToken);
            if (!Models.Any(entry => entry is { Initial: true, Status.State: ModelState.Loading }))
                return;
            Pause(_options.SettleTime / 4, cancellationToken);
        }
    }

    /// <summary>
    /// Looks at the folders once: loads models that are new or changed and whose files are complete, and removes models whose files are
    /// gone. If a changed model cannot be loaded, the model from before the change still answers.
    /// </summary>
    /// <exception cref="OperationCanceledException">Cancelled; loads end as soon as they can.</exception>
    public void Refresh(CancellationToken cancellationToken) =>
        _worker.Pass(trustAge: false, only: null, cancellationToken).Wait(cancellationToken);

    /// <summary>The same, but does not wait for the loads that it begins.</summary>
    /// <param name="cancellationToken">Ends the loads.</param>
    public void BeginRefresh(CancellationToken cancellationToken) => _worker.Pass(trustAge: false, only: null, cancellationToken);

    /// <summary>
    /// Loads a model that is unloaded, failed, new or changed, in every version that is to be served. A ready model whose files have not
    /// changed stays as it is. Completes when the model is ready; waits for no other model.
    /// </summary>
    /// <param name="name">The model.</param>
    /// <param name="cancellationToken">Ends the wait; the model goes on being loaded.</param>
    /// <exception cref="ServingException">There is no such model, it could not be loaded, or its files keep changing.</exception>
    public Task LoadAsync(string name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Task.Factory.StartNew(
            () => Load(name, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>
    /// Unloads a model in all its versions. It stays listed, and unloaded whatever becomes of its files, until it is loaded on request.
    /// Requests in flight end on it; its memory goes with the last of them.
    /// </summary>
    /// <exception cref="ServingException">There is no such model.</exception>
    public Task UnloadAsync(string name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Task.Run(
            () =>
            {
                Find(name, null);
                _worker.Unload(name);
            },
            cancellationToken);
    }

    /// <summary>Loads of models that are not served.</summary>
    internal DryRuns DryRuns => _worker.DryRuns;

    /// <summary>
    /// Finds a model by name and version: without a name the default one, without a version the highest that is ready (where none is, the
    /// highest).
    /// </summary>
    /// <exception cref="ServingException">
    /// A name is required, or nothing has that name or version; the nearest names are suggested.
    /// </exception>
    public ModelEntry Find(string? name, string? version) => _worker.Served.Find(name, version);

    /// <summary>Gets a lease on a model, found as by <see cref="Find"/>, also while the model is being replaced.</summary>
    /// <exception cref="ServingException">It is not found, or not ready.</exception>
    public ModelLease Lease(string? name, string? version)
    {
        while (true)
        {
            ServedModels served = _worker.Served;
            try
            {
                return served.Find(name, version).Lease();
            }
            catch (ServingException) when (!ReferenceEquals(served, _worker.Served))
            {
                // The list has changed between the two steps.
            }
        }
    }

    /// <summary>
    /// Ready means that every model that was there at the start has been tried, that some model answers, and, if all are required, that
    /// none failed. A model that is added later, or loaded again, does not affect readiness while it loads.
    /// </summary>
    public Readiness CheckReadiness()
    {
        ServedModels served = _worker.Served;
        (ModelEntry Entry, ModelStatus Status)[] models = [.. served.Models.Select(entry => (entry, entry.Status))];
        if (models.Length == 0)
            return new Readiness(false, ServingError.NotReady, "No model is served.");
        bool ready = models.Any(m => m.Status.State == ModelState.Ready);
        int loading = models.Count(m => m.Status.State == ModelState.Loading && (m.Entry.IsAwaited || !ready));
        if (loading > 0)
            return new Readiness(false, ServingError.NotReady, $"{loading} of {models.Length} models are still being loaded.");

        if (served.Default.Candidate is not null)
            return new Readiness(false, ServingError.NotReady, "The default model is not chosen yet.");

        (ModelEntry Entry, ModelStatus Status)[] failed = [.. models.Where(m => m.Status.State == ModelState.Failed)];
        if (failed.Length > 0 && (!ready || _options.RequireAll))
        {
            string others = failed.Length > NamedFailures ? $" {failed.Length - NamedFailures} others failed too." : "";
            return new Readiness(false, ServingError.ModelFailed, string.Join(" ", failed.Take(NamedFailures).Select(
                m => $"The model '{m.Entry.Name}' version {m.Entry.Version} could not be loaded: {m.Status.Reason}")) + others);
        }

        return ready
            ? new Readiness(true, null, null) { Failing = [.. models.Where(m => m.Status.IsFailing).Select(m => m.Entry)] }
            : new Readiness(false, ServingError.NotReady, "Every model is unloaded.");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _worker.Dispose();
        foreach (ModelEntry entry in Models)
            entry.Status.Model?.Dispose();
    }

    private void Load(string name, CancellationToken cancellationToken)
    {
        _worker.Allow(name);
        TimeSpan patience = _options.SettleTime * PatienceIntervals;
        long start = _time.GetTimestamp();
        while (!_worker.Pass(trustAge: true, name, CancellationToken.None).Wait(cancellationToken))
        {
            if (_time.GetElapsedTime(start) > (patience > LeastPatience ? patience : LeastPatience))
                throw new ServingException(
                    ServingError.NotReady,
                    $"The files of the model '{name}' keep changing, or cannot be read; load it again when they are complete.");
            Pause(_options.SettleTime / 4, cancellationToken);
        }

        Find(name, null);
        ModelEntry[] failed = [.. _worker.Entries(name).Where(entry => entry.Status.Reason is not null)];
        if (failed.Length > 0)
        {
            throw new ServingException(ServingError.ModelFailed, string.Join(" ", failed.Select(
                entry => $"The model '{name}' version {entry.Version} could not be loaded. {entry.Status.Reason}")));
        }
    }

    private static void Pause(TimeSpan time, CancellationToken cancellationToken)
    {
        cancellationToken.WaitHandle.WaitOne(time < TimeSpan.FromMilliseconds(5) ? TimeSpan.FromMilliseconds(5) : time);
        cancellationToken.ThrowIfCancellationRequested();
    }
}
