using System.Reflection;
using Fovea.Bench.Contract;

namespace Fovea.Bench.Builds;

/// <summary>A build of the engine, loaded from a folder into this process together with other builds.</summary>
/// <param name="Name">Its name in the output: <c>new</c>, <c>old</c>.</param>
/// <param name="Build">The entry point.</param>
/// <param name="Version">The version and commit from the assembly.</param>
/// <param name="Id">The module version id; equal for copies of the same build.</param>
internal sealed record LoadedBuild(string Name, IBuild Build, string Version, Guid Id)
{
    private const int CommitDigits = 8;

    /// <summary>This program's own build, loaded like any other, so that nothing else differs.</summary>
    public static LoadedBuild Own() => Load(AppContext.BaseDirectory, "new");

    /// <summary>Makes sure that the build has a description of a processor; null stands for that of this machine.</summary>
    /// <exception cref="ArgumentException">It has none of this name, or takes no name.</exception>
    public void CheckProcessor(string? processor)
    {
        if (processor is null || Build.Processors.Contains(processor, StringComparer.OrdinalIgnoreCase))
            return;
        throw new ArgumentException(
            $"--processor {processor}: the {Name} build ({Version}) " +
            (Build.Processors.Count == 0
                ? "takes no processor's name: it was built before there were descriptions. Leave --processor out."
                : $"has descriptions of {string.Join(", ", Build.Processors)}."));
    }

    /// <exception cref="ArgumentException">The folder contains no build.</exception>
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
