using System.IO.Compression;
using Fovea.Packages.Tests.Support;
using Fovea.Tests.Support;

[assembly: AssemblyFixture(typeof(PackedPackages))]

namespace Fovea.Packages.Tests.Support;

/// <summary>
/// The packages, made once for all tests by <c>dotnet pack</c> as a release makes them, in a folder of the build's outputs. The clone is
/// given a remote for it, since a developer's may have none.
/// </summary>
public sealed class PackedPackages : IAsyncLifetime
{
    /// <summary>In the order of their dependencies.</summary>
    public static readonly string[] Names = ["Fovea.Kernels", "Fovea.Inference", "Fovea.Imaging", "Fovea.Models"];

    public const string RemoteAddress = "https://github.com/example/fovea";

    /// <summary>The folder with the packages, a feed of NuGet.</summary>
    public string Feed { get; } = Path.Combine(Root, "artifacts/packed/feed");

    public static string Root { get; } = Checkout.Root ?? throw new InvalidOperationException("These tests run in a clone only.");

    public async ValueTask InitializeAsync()
    {
        if (Directory.Exists(Feed))
            Directory.Delete(Feed, recursive: true);
        string git = Directory.CreateDirectory(Path.Combine(Root, "artifacts/packed/config/git")).FullName;
        await File.WriteAllTextAsync(Path.Combine(git, "config"), $"[remote \"packed\"]\n\turl = {RemoteAddress}.git\n");
        foreach (string name in Names)
        {
            await DotnetCommand.RunAsync(
                Root,
                new Dictionary<string, string> { ["XDG_CONFIG_HOME"] = Path.GetDirectoryName(git)! },
                "pack", Path.Combine("src", name["Fovea.".Length..]), "--configuration", "Release", "--output", Feed,
                // A build of the continuous integration reads no configuration outside the clone; the paths in symbols are the same.
                "-p:ContinuousIntegrationBuild=false", "-p:DeterministicSourcePaths=true", "-p:GitRepositoryRemoteName=packed",
                $"-p:ArtifactsPath={Path.Combine(Root, "artifacts/packed")}", "-p:UseSharedCompilation=false",
                // The build of these tests has analysed the same sources.
                "-p:RunAnalyzers=false");
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Opens a package, or the package of its symbols.</summary>
    public ZipArchive Open(string name, string extension = "nupkg") =>
        ZipFile.OpenRead(Assert.Single(Directory.GetFiles(Feed, $"{name}.*.{extension}")));

    /// <summary>The bytes of a file in a package.</summary>
    public byte[] Read(string name, string path, string extension = "nupkg")
    {
        using ZipArchive package = Open(name, extension);
        ZipArchiveEntry? entry = package.GetEntry(path);
        Assert.True(entry is not null, $"{name} has no '{path}', only {string.Join(", ", package.Entries.Select(e => e.FullName))}.");
        using Stream source = entry.Open();
        using var bytes = new MemoryStream();
        source.CopyTo(bytes);
        return bytes.ToArray();
    }
}
