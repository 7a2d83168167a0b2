using Fovea.Inference;
using Fovea.Models.Errors;

namespace Fovea.Models.Repository;

/// <summary>
/// The entries at one moment, and which model answers when a request names none. The list is immutable; the states of its entries change.
/// </summary>
internal sealed class ServedModels
{
    // A message names this many models at most.
    private const int NamedModels = 20;

    private readonly ILookup<string, ModelEntry> _byName;

    /// <summary>Creates the list.</summary>
    /// <param name="models">The entries, in any order.</param>
    /// <param name="before">The default model so far; if it is not chosen yet, it is when these entries allow it.</param>
    public ServedModels(IEnumerable<ModelEntry> models, DefaultModel before)
    {
        Models = [.. models.OrderBy(entry => entry.Name, StringComparer.Ordinal).ThenByDescending(entry => entry.Source.Location.Version)];
        _byName = Models.ToLookup(entry => entry.Name, StringComparer.Ordinal);
        Default = before.Candidate is { } candidate ? Choose(before, Versions(candidate)) : before;
    }

    /// <summary>By name, then the highest version first.</summary>
    public IReadOnlyList<ModelEntry> Models { get; }

    /// <summary>The model that answers when a request names none.</summary>
    public DefaultModel Default { get; }

    /// <summary>Whether what would answer a request that names no model is still being loaded for the first time.</summary>
    public bool IsDefaultAwaited => Default.Candidate is not null
        || (Default.Name is { } name && Versions(name) is var versions
            && versions.Any(entry => entry.IsAwaited) && versions.All(entry => entry.Status.Model is null));

    /// <summary>Why the default model does not answer now, as the rest of a sentence; null where it does, or where there is none.</summary>
    public string? WhyDefaultIsSilent => Default.Name is { } name ? WhyItIsSilent(Versions(name)) : null;

    /// <summary>
    /// Finds an entry: without a name the default one; without a version the highest that is ready, or the highest where none is.
    /// </summary>
    /// <exception cref="ServingException">
    /// A name is required, or nothing has that name or version; the nearest names are suggested.
    /// </exception>
    public ModelEntry Find(string? name, string? version)
    {
        string wanted = name ?? RequireDefault();
        ModelEntry[] versions = Versions(wanted);
        if (versions.Length == 0)
        {
            IReadOnlyList<string> nearest = NearestNames.Find(wanted, Models.Select(entry => entry.Name).Distinct());
            throw new ServingException(
                ServingError.ModelNotFound,
                $"There is no model '{ShownText.Name(wanted)}'.{NearestNames.Sentence(nearest)} There are: {Names(Models)}.")
            { Suggestions = nearest };
        }

        return version is null
            ? Array.Find(versions, entry => entry.Status.Model is not null) ?? versions[0]
            : Array.Find(versions, entry => entry.Version == version) ?? throw new ServingException(
                ServingError.ModelNotFound,
                $"The model '{wanted}' has no version '{ShownText.Name(version)}'. There are: " +
                $"{string.Join(", ", versions.Select(entry => entry.Version))}.")
            { Suggestions = [.. versions.Select(entry => entry.Version)] };
    }

    private static DefaultModel Choose(DefaultModel before, ModelEntry[] candidate)
    {
        if (candidate.Any(entry => entry.Status.Model is not null))
            return before.WhenReady();
        return candidate.Any(entry => entry.IsAwaited)
            ? before
            : before.WhenFailed(WhyItIsSilent(candidate)!);
    }

    private static string? WhyItIsSilent(ModelEntry[] versions)
    {
        ModelStatus[] states = [.. versions.Select(entry => entry.Status)];
        if (states.Any(status => status.Model is not null))
            return null;
        if (states.Length == 0)
            return "is no longer in the model folder.";
        if (Array.Find(states, status => status.State == ModelState.Failed) is { } failed)
            return $"could not be loaded: {failed.Reason}";
        return states.Any(status => status.State == ModelState.Loading)
            ? "is being loaded."
            : "is unloaded until it is loaded again on request.";
    }

    // Whether a request without a name is told to wait or to name a model agrees with readiness: 503 only while the server is not ready.
    private string RequireDefault()
    {
        if (IsDefaultAwaited)
        {
            throw new ServingException(
                ServingError.NotReady, $"The model '{Default.Candidate ?? Default.Name}' is still being loaded; try again in a moment.")
            { RetryAfter = TimeSpan.FromSeconds(1) };
        }

        return Default.Name is { } name && WhyDefaultIsSilent is null
            ? name
            : throw new ServingException(ServingError.ModelRequired, WhyRequired());
    }

    private string WhyRequired()
    {
        if (Models.Count == 0)
            return "No model is served. Put one into the model folder as NAME/model.onnx.";
        ModelEntry[] ready = [.. Models.Where(entry => entry.Status.Model is not null)];
        string why = WhyDefaultIsSilent is { } silent ? $"The default model, '{Default.Name}', {silent}" : Default.Reason;
        return $"Name a model with ?model=; {(ready.Length > 0 ? $"ready are: {Names(ready)}" : $"there are: {Names(Models)}")}. {why}";
    }

    private ModelEntry[] Versions(string name) => [.. _byName[name]];

    /// <summary>The names for a message: the first twenty, and how many more there are.</summary>
    public static string Names(IEnumerable<ModelEntry> models)
    {
        string[] names = [.. models.Select(entry => entry.Name).Distinct()];
        string others = names.Length > NamedModels ? $" and {names.Length - NamedModels} others (GET /models lists all)" : "";
        return string.Join(", ", names.Take(NamedModels)) + others;
    }
}
