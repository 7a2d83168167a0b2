using Fovea.Inference;
using Fovea.Models.Bundled;
using Fovea.Models.Packages;

namespace Fovea.Models.Hosting;

/// <summary>
/// All models that are served, whatever their state: the user's, and the bundled ones whose names the user did not take.
/// What exists is found once, at the start; thread-safe.
/// </summary>
public sealed partial class ModelRepository : IDisposable
{
    private readonly InferenceEngine _engine;
    private readonly ModelRepositoryOptions _options;
    private readonly int _userModels;

    /// <summary>Finds the models; none is loaded yet.</summary>
    /// <exception cref="DirectoryNotFoundException">A folder does not exist.</exception>
    /// <exception cref="ServingException">The configured default model is not among the models.</exception>
    public ModelRepository(InferenceEngine engine, ModelRepositoryOptions options)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(options);
        (_engine, _options) = (engine, options);

        var warnings = new List<string>();
        var user = Discover(options.Path, bundled: false, warnings);
        var taken = user.Select(entry => entry.Name).ToHashSet(StringComparer.Ordinal);
        var bundled = Discover(options.BundledPath, bundled: true, warnings).Where(entry => !taken.Contains(entry.Name));
        _userModels = taken.Count;
        Models = [.. user.Concat(bundled).OrderBy(entry => entry.Name, StringComparer.Ordinal).ThenByDescending(entry => entry.Location.Version)];
        Warnings = warnings;
        DefaultName = FindDefault();
    }

    /// <summary>Told after a model became ready or failed, on the loading thread.</summary>
    public event Action<ModelEntry>? Loaded;

    /// <summary>Every version of every model: by name, then the highest version first.</summary>
    public IReadOnlyList<ModelEntry> Models { get; }

    /// <summary>What was passed over in the folders, and why.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>The model that answers when a request names none; null when one must be named.</summary>
    public string? DefaultName { get; }

    /// <summary>Loads every model, one after another, the default model first; one that fails does not stop the others.</summary>
    public void LoadAll(CancellationToken cancellationToken)
    {
        foreach (ModelEntry entry in Models.OrderByDescending(entry => entry.Name == DefaultName))
        {
            cancellationToken.ThrowIfCancellationRequested();
            entry.Status = Load(entry);
            Loaded?.Invoke(entry);
        }
    }

    /// <summary>Finds a model by name and version: without a name the default one, without a version the highest.</summary>
    /// <exception cref="ServingException">A name is required, or nothing has that name or version; the nearest names are suggested.</exception>
    public ModelEntry Find(string? name, string? version)
    {
        string wanted = name ?? DefaultName ?? throw new ServingException(ServingError.ModelRequired, Models.Count == 0
            ? "No model is served. Put one into the model folder as NAME/model.onnx and start again."
            : $"Several models are served; name one with ?model=. There are: {Names()}.");

        ModelEntry[] versions = [.. Models.Where(entry => entry.Name == wanted)];
        if (versions.Length == 0)
        {
            IReadOnlyList<string> nearest = NearestNames.Find(wanted, Models.Select(entry => entry.Name).Distinct());
            throw new ServingException(
                ServingError.ModelNotFound, $"There is no model '{wanted}'.{NearestNames.Sentence(nearest)} There are: {Names()}.")
            { Suggestions = nearest };
        }

        return version is null
            ? versions[0]
            : versions.FirstOrDefault(entry => entry.Version == version) ?? throw new ServingException(
                ServingError.ModelNotFound,
                $"The model '{wanted}' has no version '{version}'. There are: {string.Join(", ", versions.Select(entry => entry.Version))}.")
            { Suggestions = [.. versions.Select(entry => entry.Version)] };
    }

    /// <summary>Ready means: loading has ended, some model answers, and none failed if all are required.</summary>
    public Readiness CheckReadiness()
    {
        var statuses = Models.Select(entry => (Entry: entry, entry.Status)).ToArray();
        if (statuses.Length == 0)
            return new Readiness(false, ServingError.NotReady, "No model is served.");
        int loading = statuses.Count(s => s.Status.State == ModelState.Loading);
        if (loading > 0)
            return new Readiness(false, ServingError.NotReady, $"{loading} of {statuses.Length} models are still being loaded.");

        var failed = statuses.Where(s => s.Status.State == ModelState.Failed).ToArray();
        if (failed.Length == statuses.Length || (failed.Length > 0 && _options.RequireAll))
        {
            return new Readiness(false, ServingError.ModelFailed, string.Join(" ", failed.Select(
                s => $"The model '{s.Entry.Name}' version {s.Entry.Version} could not be loaded: {s.Status.Reason}")));
        }

        return new Readiness(true, null, null);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (ModelEntry entry in Models)
            entry.Status.Model?.Dispose();
    }

    private static ModelEntry[] Discover(string? folder, bool bundled, List<string> warnings)
    {
        if (folder is null)
            return [];
        ModelFolderListing listing = ModelFolder.Discover(folder);
        warnings.AddRange(listing.Warnings);
        return [.. listing.Models.Select(location => new ModelEntry(location, bundled))];
    }

    private ModelStatus Load(ModelEntry entry)
    {
        try
        {
            return ModelStatus.Ready(ModelLoader.Load(_engine, entry.Location));
        }
        catch (Exception e) when (e is InferenceException or ModelPackageException or SelfTestException or IOException or UnauthorizedAccessException)
        {
            return ModelStatus.Failed(e.Message);
        }
        catch (Exception e)
        {
            return ModelStatus.Failed($"{entry.Location.ModelPath}: {e.GetType().Name}: {e.Message}");
        }
    }

    private string? FindDefault()
    {
        if (_options.Default is { } configured)
        {
            return Models.Any(entry => entry.Name == configured) ? configured : throw new ServingException(
                ServingError.ModelNotFound,
                $"The default model '{configured}' is not served.{NearestNames.Sentence(NearestNames.Find(configured, Models.Select(entry => entry.Name)))}");
        }

        return _userModels switch
        {
            0 => Models.Any(entry => entry.Name == BundledModels.Default) ? BundledModels.Default : null,
            1 => Models.First(entry => !entry.Bundled).Name,
            _ => null,
        };
    }

    private string Names() => string.Join(", ", Models.Select(entry => entry.Name).Distinct());
}
