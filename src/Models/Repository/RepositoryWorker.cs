using Fovea.Inference;
using Fovea.Models.Errors;
using Fovea.Models.Hosting;

namespace Fovea.Models.Repository;

/// <summary>
/// Updates the entries to match the folders, one pass at a time: loads models that are new or changed once their files are complete, and
/// removes those whose files are gone. Only one thread at a time may call its methods; any thread may read its properties.
/// </summary>
internal sealed class RepositoryWorker
{
    private readonly InferenceEngine _engine;
    private readonly ModelRepositoryOptions _options;
    private readonly TimeProvider _time;
    private readonly SettledFiles _settled;
    private readonly MemoryBudget _budget;
    private readonly HashSet<string> _unloaded = new(StringComparer.Ordinal);
    private volatile ServedModels _served;

    /// <summary>Lists the models; none is loaded yet.</summary>
    /// <exception cref="IOException">A folder does not exist or cannot be read.</exception>
    public RepositoryWorker(InferenceEngine engine, ModelRepositoryOptions options, TimeProvider time)
    {
        _engine = engine;
        _options = options;
        _time = time;
        _settled = new SettledFiles(options.SettleTime, time);
        _budget = new MemoryBudget(options.MaxBytes);
        var wanted = DesiredModels.Find(options);
        Warnings = wanted.Warnings;
        _served = new ServedModels(
            wanted.Models.Select(model => new ModelEntry(model, initial: true)),
            DefaultModel.AtStart(options.Default, wanted.UsersModels, options.BundledPath is not null));
    }

    /// <summary>Raised after an attempt to load has ended, and after an entry was removed.</summary>
    public event Action<ModelEntry>? Changed;

    /// <summary>Raised when the default model, which was left open at the start, is chosen.</summary>
    public event Action<DefaultModel>? DefaultChosen;

    /// <summary>Raised for each new warning: what was skipped, or why the folder cannot be read.</summary>
    public event Action<string>? Warned;

    /// <summary>The entries now.</summary>
    public ServedModels Served => _served;

    /// <summary>What the last pass skipped, and why.</summary>
    public IReadOnlyList<string> Warnings { get; private set; }

    /// <summary>Does one pass.</summary>
    /// <param name="trustAge">Whether files that were written long enough ago count as complete at first sight.</param>
    /// <param name="only">The only model to load; null for all.</param>
    /// <param name="cancellationToken">Ends the pass between two models.</param>
    /// <returns>Whether every model was tried with its current files; false when some files are still changing.</returns>
    /// <exception cref="OperationCanceledException">The pass was cancelled.</exception>
    public bool Pass(bool trustAge, string? only, CancellationToken cancellationToken)
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
            return false;
        }

        Warn(wanted.Warnings);
        _settled.KeepOnly(wanted.Existing);
        AddNew(wanted);
        bool complete = true;
        IEnumerable<DesiredModel> models = wanted.Models.Where(model => only is null || model.Location.Name == only);
        string? first = Served.Default.Candidate ?? Served.Default.Name;
        foreach (DesiredModel model in models.OrderByDescending(model => model.Location.Name == first))
        {
            cancellationToken.ThrowIfCancellationRequested();
            complete &= LoadIfChanged(Entry(model.Key)!, model, trustAge);
        }

        RemoveMissing(wanted);
        return complete;
    }

    /// <summary>Unloads every version of a model until <see cref="Allow"/> is called; existing leases stay valid.</summary>
    public void Unload(string name)
    {
        _unloaded.Add(name);
        foreach (ModelEntry entry in Entries(name))
        {
            HostedModel? model = entry.Status.Model;
            entry.Status = ModelStatus.Unloaded;
            (entry.Tried, entry.Needs) = (null, null);
            model?.Dispose();
        }

        Publish(Served.Models);
    }

    /// <summary>Lets the next pass load a model that was unloaded, and retry its versions that failed.</summary>
    public void Allow(string name)
    {
        _unloaded.Remove(name);
        foreach (ModelEntry entry in Entries(name).Where(entry => entry.Status is { State: ModelState.Failed } or { Reason: not null }))
            entry.Tried = null;
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

    /// <summary>Loads a model if it is new or changed; false when its files are still changing.</summary>
    private bool LoadIfChanged(ModelEntry entry, DesiredModel model, bool trustAge)
    {
        if (_unloaded.Contains(entry.Name))
        {
            if (entry.Status.State != ModelState.Unloaded)
            {
                entry.Status = ModelStatus.Unloaded;
                Publish(Served.Models);
            }

            return true;
        }

        if (Stamps(model) is not { } files)
            return false;
        // Bundled models are complete whatever their age. But outside of a trusting pass they may be wanted only because a user's model of
        // the same name is missing for a moment, so they then settle like others.
        bool settled = _settled.IsSettled(model.Location.ModelPath, files, trustAge) || (trustAge && model.Bundled);
        bool tried = entry.Tried is { } last && last.Source.IsSame(model) && last.Files == files.Text
            && entry.Status.State != ModelState.Unloaded;
        if (tried && !(entry.Needs is { } needs && _budget.Fits(needs)))
            return true;
        return settled && Load(entry, model, files);
    }

    private bool Load(ModelEntry entry, DesiredModel model, FileStamps files)
    {
        HostedModel? before = entry.Status.Model;
        if (before is null)
            entry.Status = ModelStatus.Loading;
        entry.Needs = null;
        ModelStatus status = Try(entry, model, before);
        if (Stamps(model)?.Text != files.Text)
        {
            // The files changed meanwhile: what was read may be a mixture of both states.
            if (status.Model != before)
                status.Model?.Dispose();
            return false;
        }

        entry.Tried = (model, files.Text);
        if (status.Model != before || before is null)
            entry.Source = model;
        else
            entry.CountFailedReload();
        entry.Status = status;
        if (before is not null && status.Model != before)
            before.Dispose();
        Publish(Served.Models);
        Changed?.Invoke(entry);
        return true;
    }

    private ModelStatus Try(ModelEntry entry, DesiredModel model, HostedModel? before)
    {
        string reason;
        Exception? fault = null;
        try
        {
            return ModelStatus.Ready(ModelLoader.Load(_engine, model.Location, _options.Tasks, _budget));
        }
        catch (MemoryBudgetException e)
        {
            entry.Needs = e.Needs;
            reason = e.Message;
        }
        catch (ObjectDisposedException e) when (e.ObjectName == typeof(InferenceEngine).FullName)
        {
            reason = "The server is stopping.";
        }
        catch (Exception e) when (
            e is InferenceException or ModelPackageException or SelfTestException or IOException or UnauthorizedAccessException)
        {
            reason = e.Message;
            fault = e as EngineFaultException;
        }
        catch (Exception e)
        {
            fault = e;
            reason = $"{model.Location.ModelPath}: {e.GetType().Name}: {e.Message}";
        }

        return before is null
            ? ModelStatus.Failed(reason, fault)
            : ModelStatus.Ready(before, $"Its newest files could not be loaded; the previous ones still answer: {reason}", fault);
    }

    /// <summary>
    /// Removes entries that are not to be served any more: at once when a successor answers, else when they have been missing for the
    /// settle time.
    /// </summary>
    private void RemoveMissing(DesiredModels wanted)
    {
        var keys = wanted.Models.Select(model => model.Key).ToHashSet();
        var gone = new List<ModelEntry>();
        foreach (ModelEntry entry in Served.Models)
        {
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
            Changed?.Invoke(entry);
        }
    }

    private void Publish(IEnumerable<ModelEntry> models)
    {
        DefaultModel before = _served.Default;
        _served = new ServedModels(models, before);
        if (before.Candidate is not null && _served.Default.Candidate is null)
            DefaultChosen?.Invoke(_served.Default);
    }

    private void Warn(IReadOnlyList<string> warnings)
    {
        IReadOnlyList<string> before = Warnings;
        Warnings = warnings;
        foreach (string warning in warnings.Except(before))
            Warned?.Invoke(warning);
    }

    private static FileStamps? Stamps(DesiredModel model)
    {
        try
        {
            return FileStamps.Of(model.Location);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
