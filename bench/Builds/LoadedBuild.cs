using System.Reflection;
using Fovea.Bench.Contract;

namespace Fovea.Bench.Builds;

/// <summary>A build of the engine, loaded from a folder into this process beside others.</summary>
/// <param name="Name">What to call it: <c>new</c>, <c>old</c>.</param>
/// <param name="Build">The way in.</param>
/// <param name="Version">Version and commit, as the assembly names them.</param>
/// <param name="Id">The compiler's mark: two builds that have it in common are the same.</param>
internal sealed record LoadedBuild(string Name, IBuild Build, string Version, Guid Id)
{
    private const int CommitDigits = 8;

    /// <summary>The build that this program comes with; loaded as any other, so that nothing but the builds differs.</summary>
    public static LoadedBuild Own() => Load(AppContext.BaseDirectory, "new");

    /// <exception cref="ArgumentException">The folder holds no build.</exception>
    public static LoadedBuild Load(string folder, string name)
    {
        string path = Path.GetFullPath(folder);
        foreach (string file in (string[])["Fovea.Inference.dll", "Fovea.Kernels.dll"])
        {
            if (!File.Exists(Path.Combine(path, file)))
                throw new ArgumentException($"'{folder}' holds no build of Fovea: {file} is missing.");
        }

        var context = new BuildContext(path, name);
        Assembly inference = context.Inference;
        string version = inference.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
        int commit = version.IndexOf('+', StringComparison.Ordinal);
        if (commit >= 0 && version.Length > commit + 1 + CommitDigits)
            version = version[..(commit + 1 + CommitDigits)];
        return new LoadedBuild(name, context.Build(), version, inference.ManifestModule.ModuleVersionId);
    }
}
