using Fovea.Models.Errors;
using Fovea.Models.Packages;
using Fovea.Models.Packages.Files;
using Fovea.Models.Packages.FoveaJson;
using Fovea.Models.Packages.Json;
using Fovea.Models.Packages.Triton;
using Fovea.Models.Packages.Versions;

namespace Fovea.Models.Repository;

/// <summary>
/// The models that are to be served according to the folders at one moment: the user's models in the versions that the policies choose, and
/// the bundled models that none of them replaces.
/// </summary>
/// <param name="Models">By name, then the highest version first.</param>
/// <param name="Existing">Every model file found, served or not.</param>
/// <param name="Warnings">What was skipped, and why.</param>
internal sealed record DesiredModels(IReadOnlyList<DesiredModel> Models, IReadOnlySet<string> Existing, IReadOnlyList<string> Warnings)
{
    /// <summary>The names of the user's models; those without an ONNX file to serve count only where there are no others.</summary>
    public IReadOnlyList<string> UsersModels
    {
        get
        {
            DesiredModel[] users = [.. Models.Where(model => !model.Bundled)];
            DesiredModel[] complete = [.. users.Where(model => model.Location.Problem is null)];
            return [.. (complete.Length > 0 ? complete : users).Select(model => model.Location.Name).Distinct()];
        }
    }

    /// <summary>Looks into the folders.</summary>
    /// <exception cref="IOException">A folder does not exist or cannot be read.</exception>
    public static DesiredModels Find(ModelRepositoryOptions options)
    {
        var warnings = new List<string>();
        string? path = options is { PathMayBeMissing: true, Path: { } folder } && !Directory.Exists(folder) ? null : options.Path;
        IReadOnlyList<ModelLocation> user = List(path, warnings);
        IReadOnlyList<ModelLocation> bundled = List(options.BundledPath, warnings);
        var taken = user.Select(location => location.Name).ToHashSet(StringComparer.Ordinal);
        IEnumerable<DesiredModel> wanted = user.GroupBy(location => location.Name)
            .SelectMany(versions => Choose(versions, options.Versions, warnings))
            .Select(location => new DesiredModel(location, Bundled: false))
            .Concat(
                bundled.Where(location => !taken.Contains(location.Name)).Select(location => new DesiredModel(location, Bundled: true)));
        return new DesiredModels(
            [.. wanted.OrderBy(model => model.Location.Name, StringComparer.Ordinal).ThenByDescending(model => model.Location.Version)],
            user.Concat(bundled).Select(location => location.ModelPath).ToHashSet(StringComparer.Ordinal),
            warnings);
    }

    private static IReadOnlyList<ModelLocation> List(string? folder, List<string> warnings)
    {
        if (folder is null)
            return [];
        ModelFolderListing listing = ModelFolder.Discover(folder);
        warnings.AddRange(listing.Warnings);
        return listing.Models;
    }

    private static IEnumerable<ModelLocation> Choose(
        IGrouping<string, ModelLocation> versions, VersionPolicy general, List<string> warnings)
    {
        VersionPolicy policy = PolicyOf(versions.First()) ?? general;
        var chosen = policy.Choose(versions.Select(location => location.Version)).ToHashSet();
        if (chosen.Count == 0)
        {
            warnings.Add(
                $"'{versions.Key}' is skipped: it has version {string.Join(", ", versions.Select(location => location.Version))}; " +
                $"those to serve are {policy}.");
        }

        return versions.Where(location => chosen.Contains(location.Version));
    }

    private static VersionPolicy? PolicyOf(ModelLocation location) => location.Folders.Count == 0
        ? null
        : PolicyIn(
            location, FoveaFile.Name,
            (path, name) => JsonFile.Read(
                path, name, PackageFile.LongestSettings,
                root => root.Get("versions") is { } versions ? VersionPolicy.Read(versions) : null))
        ?? PolicyIn(location, TritonConfig.Name, (path, name) => TritonVersions.Read(TextFormat.ReadFile(path, name)));

    // A file that cannot be read is reported when the model is loaded.
    private static VersionPolicy? PolicyIn(ModelLocation location, string file, Func<string, string, VersionPolicy?> read)
    {
        string path = Path.Combine(location.Folders[^1], file);
        try
        {
            return File.Exists(path) && LinkGuard.IsInside(location.Root, path) ? read(path, location.DisplayName(path)) : null;
        }
        catch (Exception e) when (e is ModelPackageException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
