using Fovea.Api.Errors;
using Fovea.Api.OpenInference.Core.Contracts;
using Fovea.Api.OpenInference.Core.Signatures;
using Fovea.Models.Repository;

namespace Fovea.Api.OpenInference.Core;

/// <summary>The repository as the model repository extension shows it.</summary>
internal static class RepositoryIndex
{
    private const string Ready = "READY";

    public static IReadOnlyList<RepositoryIndexEntry> List(ModelRepository repository, bool readyOnly) =>
        [.. repository.Models.Select(Describe).Where(entry => !readyOnly || entry.State == Ready)];

    /// <summary>
    /// A name to load or unload: <c>NAME@image</c> is no model of its own, and to unload it would take <c>NAME</c> away as well.
    /// </summary>
    /// <exception cref="ApiException">It stands for images.</exception>
    public static void CheckName(string name)
    {
        if (ProtocolName.Parse(name) is { OfImages: true, Model: { } model })
            throw new ApiException(
                ErrorCodes.InvalidParameter,
                $"'{name}' is no model of its own: it stands for the images of '{model}', and is ready when that is. Load or unload " +
                $"'{model}'.");
    }

    /// <summary>Parameters of load and unload: what a model is follows from its folder, so none can change it.</summary>
    /// <exception cref="ApiException">One asks for what there is not.</exception>
    public static void CheckParameters(IEnumerable<string> names)
    {
        foreach (string name in names)
        {
            if (name == "config" || name.StartsWith("file:", StringComparison.Ordinal))
                throw new ApiException(
                    ErrorCodes.InvalidParameter,
                    $"The parameter '{name}' is not supported: a model and its settings come from the model folder. Put them there, then " +
                    "load.");
        }
    }

    private static RepositoryIndexEntry Describe(ModelEntry entry)
    {
        ModelStatus status = entry.Status;
        string state = status.State switch
        {
            ModelState.Ready => Ready,
            ModelState.Loading => "LOADING",
            _ => "UNAVAILABLE",
        };
        return new RepositoryIndexEntry { Name = entry.Name, Version = entry.Version, State = state, Reason = status.Reason ?? "" };
    }
}
