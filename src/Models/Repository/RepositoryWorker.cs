using Fovea.Inference;
using Fovea.Models.Hosting;

namespace Fovea.Models.Repository;

/// <summary>
/// Updates the entries to match the folders: begins to load models that are new or changed once their files are complete, several at a
/// time, and removes those whose files are gone. Thread-safe; its lock is never held while a model is loaded.
/// </summary>
internal sealed class RepositoryWorker : IDisposable
{
    // Two loads per processor, so that reading and computing overlap.
    private const int PlacesPerProcessor = 2;

    // Most models are ready by then. Whatever takes longer is large, or hostile: nothing waits for it.
    private static readonly TimeSpan Slice = TimeSpan.FromSeconds(0.5);

    private static readonly TimeSpan MostEndTime = TimeSpan.FromSeconds(2);

    private readonly ModelRepositoryOptions _options;
    private readonly TimeProvider _time;
    private readonly SettledFiles _settled;
    private readonly MemoryBudget _budget;
    private readonly LoadQueue _queue;
    private readonly LoadAttempts _attempts;
    private readonly CancellationTokenSource _end = new();
    private readonly HashSet<string> _unloaded = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private DesiredModels _wanted;
    private volatile ServedModels _served;

    /// <summary>Lists the models; none is loaded yet.</summary>
    /// <exception cref="IOException">A folder does not exist or cannot be read.</exception>
    public RepositoryWorker(InferenceEngine engine, ModelRepositoryOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        _settled = new SettledFiles(options.SettleTime, time);
        _budget = new MemoryBudget(options.MaxBytes);
        // Where models must fit together, the first ones that fit are served: one after another, so that it is always the same ones.
        _queue = new LoadQueue(_budget.IsBounded ? 1 : PlacesPerProcessor * Environment.ProcessorCount, Slice);
        _attempts = new LoadAttempts(engine, options, _budget);
        DryRuns = new DryRuns(_queue, _budget, _attempts, _end.Token);
        DesiredModels wanted = _wanted = DesiredModels.Find(options);
        Warnings = wanted.Warnings;
        _served = new ServedModels(
            wanted.Models.Select(model => new ModelEntry(model, initial: true)),
            DefaultModel.AtStart(options.Default, wanted.UsersModels, options.BundledPath is not null));
    }

    /// <summary>What is told to others.</summary>
    public RepositoryEvents Events { get; } = new();

    /// <summary>Loads of models that are not served.</summary>
    public DryRuns DryRuns { get; }

    /// <summary>The entries now.</summary>
    public ServedModels Served => _served;

    /// <summary>What the last pass skipped, and why.</summary>
    public IReadOnlyList<string> Warnings { get; private set; }

    /// <summary>Looks at the folders once, and begins to load what is new or changed.</summary>
    /// <param name="trustAge">Whether files that were written long enough ago count as complete at first sight.</param>
    /// <param name="only">The only model to load, which then waits for no others; null for all.</param>
    /// <param name="cancellationToken">Ends the loads that this pass begins.</param>
    public RepositoryPass Pass(bool trustAge, string? only, CancellationToken cancellationToken)
    {
        DesiredModels wanted;
        try
        {
            wanted = DesiredModels.Find(_options);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A network mount that is missing for a moment is no reason to remove all models.
            Warn([$"The model folder cannot be read; the models stay as they are. {e.Message}"]);
            Events.Deliver();
            return new RepositoryPass(IsComplete: false, []);
        }

        Warn(wanted.Warnings);
        try
        {
            lock (_lock)
                return Pass(wanted, trustAge, only, cancellationToken);
        }
        finally
        {
            Events.Deliver();
        }
    }

    private RepositoryPass Pass(DesiredModels wanted, bool trustAge, string? only, CancellationToken cancellationToken)
    {
        _wanted = wanted;
        _settled.KeepOnly(wanted.Existing);
        AddNew(wanted);
        var begun = new List<EntryLoad>();
        bool complete = true;
        foreach ((DesiredModel model, FileStamps? files) in InOrder(wanted.Models, only))
        {
            cancellationToken.ThrowIfCancellationRequested();
            (bool settled, EntryLoad? load) =
                LoadIfChanged(Entry(model.Key)!, model, files, trustAge, atOnce: only is not null, cancellationToken);
            complete &= settled;
            if (load is not null)
                begun.Add(load);
        }

        RemoveMissing();
        return new RepositoryPass(complete, begun);
    }

    /// <summary>
    /// Unloads every version of a model until <see cref="Allow"/> is called; existing leases stay valid. A load of it ends.
    /// </summary>
    public void Unload(string name)
    {
        var models = new List<HostedModel>();
        lock (_lock)
        {
            _unloaded.Add(name);
            foreach (ModelEntry entry in Entries(name))
            {
                entry.Load?.Abandon();
                if (entry.Status.Model is { } model)
                    models.Add(model);
                entry.Status = ModelStatus.Unloaded;
                (entry.Tried, entry.Needs) = (null, null);
            }

            Publish(Served.Models);
        }

        foreach (HostedModel model in models)
            model.Dispose();
        Events.Deliver();
    }

    /// <summary>Lets the next pass load a model that was unloaded, and retry its versions that failed.</summary>
    public void Allow(string name)
    {
        lock (_lock)
        {
            _unloaded.Remove(name);
            foreach (ModelEntry entry in Entries(name).Where(entry => entry.Status is { State: ModelState.Failed } or { Reason: not null }))
                entry.Tried = null;
        }
    }

    /// <summary>Cancels all loads and waits for them, but not for long: a computation that does not end dies with the process.</summary>
    public void Dispose()
    {
        _end.Cancel();
        Task[] running;
        lock (_lock)
            running = [.. Served.Models.Select(entry => entry.Load?.Task).OfType<Task>()];
        Task.WaitAll(running, MostEndTime);
    }

    /// <summary>The entries of a model.</summary>
    public IEnumerable<ModelEntry> Entries(string name) => Served.Models.Where(entry => entry.Name == name);

    private ModelEntry? Entry((string Name, long Version) key) => Served.Models.FirstOrDefault(entry => entry.Source.Key == key);

    private void AddNew(DesiredModels wanted)
    {
        ModelEntry[] added =
            [.. wanted.Models.Where(model => Entry(model.Key) is null).Select(model => new ModelEntry(model, initial: false))];
        if (added.Length > 0)
            Publish(Served.Models.Concat(added));
    }

    // The default model first, then by size: what is small is ready soon. Snapshots cost a look at each file.
    private IEnumerable<(DesiredModel Model, FileStamps? Files)> InOrder(IReadOnlyList<DesiredModel> models, string? only)
    {
        string? first = Served.Default.Candidate ?? Served.Default.Name;
        return models.Where(model => only is null || model.Location.Name == only)
            .Select(model => (model, Files: FileStamps.TryOf(model.Location)))
            .OrderByDescending(found => found.model.Location.Name == first)
            .ThenBy(found => _budget.IsBounded ? 0 : found.Files?.Bytes ?? 0);
    }

    /// <summary>Begins to load a model if it is new or changed; not settled while its files are still changing.</summary>
    private (bool Settled, EntryLoad? Load) LoadIfChanged(
        ModelEntry entry, DesiredModel model, FileStamps? found, bool trustAge, bool atOnce, CancellationToken cancellationToken)
    {
        if (entry.Load is { } running)
        {
            if (atOnce)
                _queue.StartAtOnce(running.Place);
            return (true, running);
        }

        if (_unloaded.Contains(entry.Name))
        {
            if (entry.Status.State != ModelState.Unloaded)
            {
                entry.Status = ModelStatus.Unloaded;
                Publish(Served.Models);
            }

            return (true, null);
        }

        if (found is not { } files)
            return (false, null);
        // Bundled models are complete whatever their age. But outside of a trusting pass they may be wanted only because a user's model of
        // the same name is missing for a moment, so they then settle like others.
        bool settled = _settled.IsSettled(model.Location.ModelPath, files, trustAge) || (trustAge && model.Bundled);
        bool tried = entry.Tried is { } last && last.Source.IsSame(model) && last.Files == files.Text
            && entry.Status.State != ModelState.Unloaded;
        if (tried && !(entry.Needs is { } needs && _budget.Fits(needs)))
            return (true, null);
        return settled ? (true, Begin(entry, model, files, atOnce, cancellationToken)) : (false, null);
    }

    private EntryLoad Begin(ModelEntry entry, DesiredModel model, FileStamps files, bool atOnce, CancellationToken cancellationToken)
    {
        HostedModel? before = entry.Status.Model;
        if (before is null)
            entry.Status = ModelStatus.Loading;
        entry.Needs = null;
        var load = new EntryLoad(
            model, files, before, CancellationTokenSource.CreateLinkedTokenSource(_end.Token, cancellationToken));
        entry.Load = load;
        load.Place = _queue.Add(() => Load(entry, load), atOnce);
        return load;
    }

    // On a thread of its own.
    private LoadEnd Load(ModelEntry entry, EntryLoad load)
    {
        ModelStatus? status = null;
        try
        {
            status = _attempts.Load(entry, load);
        }
        catch (LoadPutOffException)
        {
            return LoadEnd.PutOff;
        }
        catch (OperationCanceledException)
        {
            // The entry stays as it is; a later pass begins again.
        }

        Finish(entry, load, status);
        return LoadEnd.Done;
    }

    private void Finish(ModelEntry entry, EntryLoad load, ModelStatus? status)
    {
        // Files that changed meanwhile may have been read as a mixture of both states.
        load.FilesChanged = status is not null && FileStamps.TryOf(load.Model.Location)?.Text != load.Files.Text;
        HostedModel? obsolete = status?.Model == load.Before ? null : status?.Model;
        lock (_lock)
        {
            entry.Load = null;
            if (status is not null && !load.FilesChanged && !load.IsAbandoned && Served.Models.Contains(entry))
            {
                obsolete = entry.Take(load, status);
                Publish(Served.Models);
            }
            else
            {
                status = null;
            }
        }

        obsolete?.Dispose();
        load.Cancellation.Dispose();
        if (status is not null)
            Events.NoteChange(entry);
        lock (_lock)
            RemoveMissing();
        Events.Deliver();
    }

    /// <summary>
    /// Removes entries that are not to be served any more: at once when a successor answers, else when they have been missing for the
    /// settle time.
    /// </summary>
    private void RemoveMissing()
    {
        DesiredModels wanted = _wanted;
        var keys = wanted.Models.Select(model => model.Key).ToHashSet();
        var gone = new List<ModelEntry>();
        foreach (ModelEntry entry in Served.Models)
        {
            if (entry.Load is not null)
                continue;
            if (keys.Contains(entry.Source.Key))
            {
                entry.MissingSince = null;
                continue;
            }

            ModelEntry[] successors = [.. Entries(entry.Name).Where(other => keys.Contains(other.Source.Key))];
            bool exists = wanted.Existing.Contains(entry.Source.Location.ModelPath);
            entry.MissingSince = exists ? null : entry.MissingSince ?? _time.GetTimestamp();
            bool replaced = successors.Any(other => other.Status.Model is not null);
            bool awaited = successors.Any(
                other => other.Status.State == ModelState.Loading || (exists && other.Status.State == ModelState.Failed));
            bool missing = entry.MissingSince is { } since && _time.GetElapsedTime(since) >= _options.SettleTime;
            if (replaced || (!awaited && (exists || missing)))
                gone.Add(entry);
        }

        if (gone.Count == 0)
            return;
        // Published first: a caller that found one of the entries in the old list can then see that the list has changed.
        Publish(Served.Models.Except(gone));
        foreach (ModelEntry entry in gone)
        {
            HostedModel? model = entry.Status.Model;
            entry.Status = ModelStatus.Removed;
            model?.Dispose();
            Events.NoteChange(entry);
        }
    }

    private void Publish(IEnumerable<ModelEntry> models)
    {
        DefaultModel before = _served.Default;
        _served = new ServedModels(models, before);
        if (before.Candidate is not null && _served.Default.Candidate is null)
            Events.NoteDefault(_served.Default);
    }

    private void Warn(IReadOnlyList<string> warnings)
    {
        IReadOnlyList<string> before = Warnings;
        Warnings = warnings;
        foreach (string warning in warnings.Except(before))
            Events.NoteWarning(warning);
    }
}
