using Fovea.Models.Bundled;
using Fovea.Models.Errors;

namespace Fovea.Models.Repository;

/// <summary>
/// The entries at one moment, and which model answers when a request names none. The list is immutable; the states of its entries change.
/// </summary>
internal sealed class ServedModels
{
    private readonly string? _configured;

    public ServedModels(IEnumerable<ModelEntry> models, string? configured)
    {
        Models = [.. models.OrderBy(entry => entry.Name, StringComparer.Ordinal).ThenByDescending(entry => entry.Source.Location.Version)];
        _configured = configured;
        DefaultName = FindDefault();
    }

    /// <summary>By name, then the highest version first.</summary>
    public IReadOnlyList<ModelEntry> Models { get; }

    /// <summary>The model that answers when a request names none; null when one must be named.</summary>
    public string? DefaultName { get; }

    /// <summary>
    /// Finds an entry: without a name the default one; without a version the highest that is ready, or the highest where none is.
    /// </summary>
    /// <exception cref="ServingException">
    /// A name is required, or nothing has that name or version; the nearest names are suggested.
    /// </exception>
    public ModelEntry Find(string? name, string? version)
    {
        string wanted = name ?? DefaultName ?? throw new ServingException(ServingError.ModelRequired, WhyRequired());
        ModelEntry[] versions = [.. Models.Where(entry => entry.Name == wanted)];
        if (versions.Length == 0)
        {
            IReadOnlyList<string> nearest = NearestNames.Find(wanted, Models.Select(entry => entry.Name).Distinct());
            throw new ServingException(
                ServingError.ModelNotFound, $"There is no model '{wanted}'.{NearestNames.Sentence(nearest)} There are: {Names()}.")
            { Suggestions = nearest };
        }

        return version is null
            ? Array.Find(versions, entry => entry.Status.Model is not null) ?? versions[0]
            : Array.Find(versions, entry => entry.Version == version) ?? throw new ServingException(
                ServingError.ModelNotFound,
                $"The model '{wanted}' has no version '{version}'. There are: " +
                $"{string.Join(", ", versions.Select(entry => entry.Version))}.")
            { Suggestions = [.. versions.Select(entry => entry.Version)] };
    }

    // A model that was added later counts only once it is known whether it answers: the default must not change to a model that is still
    // being copied.
    private string? FindDefault()
    {
        ModelEntry[] known = [.. Models.Where(entry => entry.Initial || entry.Status.State != ModelState.Loading)];
        if (_configured is not null)
            return known.Any(entry => entry.Name == _configured) ? _configured : null;
        string[] user = [.. known.Where(entry => !entry.Bundled).Select(entry => entry.Name).Distinct()];
        return user switch
        {
            [] => known.Any(entry => entry.Name == BundledModels.Default) ? BundledModels.Default : null,
            [string only] => only,
            _ => null,
        };
    }

    private string WhyRequired() =>
        Models.Count == 0 ? "No model is served. Put one into the model folder as NAME/model.onnx." :
        _configured is not null ? $"The default model '{_configured}' is not served any more; name one with ?model=. There are: " +
        $"{Names()}." :
        $"Several models are served; name one with ?model=. There are: {Names()}.";

    private string Names() => string.Join(", ", Models.Select(entry => entry.Name).Distinct());
}
