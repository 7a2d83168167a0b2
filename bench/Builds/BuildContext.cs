using System.Reflection;
using System.Runtime.Loader;
using Fovea.Bench.Contract;

namespace Fovea.Bench.Builds;

/// <summary>
/// An assembly load context for one build: it loads the engine's assemblies from the build's folder and a separate copy of
/// <see cref="Engine.Build"/>, and shares the contract assembly with all other contexts. The runtime compiles the methods of each context
/// separately.
/// </summary>
internal sealed class BuildContext(string folder, string name) : AssemblyLoadContext(name)
{
    private const string ProjectPrefix = "Fovea.";

    private static readonly Assembly Contract = typeof(IBuild).Assembly;
    private static readonly string Adapter = typeof(Engine.Build).Assembly.Location;

    /// <summary>The engine's assembly.</summary>
    public Assembly Inference => LoadFromAssemblyName(new AssemblyName("Fovea.Inference"));

    public IBuild Build() =>
        (IBuild)Activator.CreateInstance(LoadFromAssemblyPath(Adapter).GetType(typeof(Engine.Build).FullName!, throwOnError: true)!)!;

    /// <summary>Never falls back to this program's own engine; otherwise a build could be compared with itself unnoticed.</summary>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (assemblyName.Name == Contract.GetName().Name)
            return Contract;
        string file = Path.Combine(folder, $"{assemblyName.Name}.dll");
        bool ours = assemblyName.Name!.StartsWith(ProjectPrefix, StringComparison.Ordinal);
        if (ours && !File.Exists(file))
            throw new FileNotFoundException($"The build in '{folder}' lacks {assemblyName.Name}.dll.", file);
        return ours || (assemblyName.Name == "Google.Protobuf" && File.Exists(file)) ? LoadFromAssemblyPath(file) : null;
    }
}
