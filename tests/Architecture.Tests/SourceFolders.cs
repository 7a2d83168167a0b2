using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Fovea.Architecture.Tests;

/// <summary>
/// In which folder the source of each type lies, from the compiled assembly and its debugging information: a public type may have the
/// project's own namespace, whatever its folder. Generated code, which has no file of the project, counts by its namespace.
/// </summary>
internal static class SourceFolders
{
    /// <summary>The kind of debugging information that names the files of a type without method bodies (an enum, an interface).</summary>
    private static readonly Guid TypeDefinitionDocuments = new("932E74BC-DBA9-4478-8D46-0F32A7BAB3D3");

    /// <summary>The outermost types with their folders: relative to the root, with forward slashes, empty for the root itself.</summary>
    /// <param name="assembly">The assembly; its debugging information lies beside it or in it.</param>
    /// <param name="sourceRoot">A folder of the repository, such as <c>src/Inference</c>; types of files elsewhere are left out.</param>
    public static IReadOnlyDictionary<Type, string> Of(Assembly assembly, string sourceRoot)
    {
        using var image = new PEReader(File.OpenRead(assembly.Location));
        image.TryOpenAssociatedPortablePdb(assembly.Location, Open, out MetadataReaderProvider? found, out _);
        using MetadataReaderProvider symbols = found
            ?? throw new FileNotFoundException($"{assembly.Location} has no debugging information beside it, from which the folders come.");
        MetadataReader reader = symbols.GetMetadataReader();
        var folders = new Dictionary<Type, string>();
        foreach (Type type in assembly.GetTypes().Where(type => !type.IsNested))
        {
            string[] own = [.. Documents(reader, type).Select(path => FolderBelow(path, sourceRoot)).OfType<string>().Distinct()];
            if (own.Length > 1)
                throw new InvalidOperationException($"The parts of {type.Name} lie in several folders: {string.Join(", ", own)}.");
            if ((own.Length == 1 ? own[0] : FolderOfGenerated(type, sourceRoot)) is { } folder)
                folders.Add(type, folder);
        }

        return folders;
    }

    /// <summary>The folder of a source file, relative to <paramref name="sourceRoot"/>.</summary>
    /// <exception cref="ArgumentException">It does not lie there.</exception>
    public static string Below(string path, string sourceRoot) =>
        FolderBelow($"/{path}", sourceRoot) ?? throw new ArgumentException($"'{path}' does not lie in {sourceRoot}.", nameof(path));

    private static FileStream? Open(string path) => File.Exists(path) ? File.OpenRead(path) : null;

    private static IEnumerable<string> Documents(MetadataReader reader, Type type)
    {
        IEnumerable<string> ofNested = type.GetNestedTypes(TypeUses.All).SelectMany(nested => Documents(reader, nested));
        IEnumerable<string> ofBodies = type.GetMembers(TypeUses.All).OfType<MethodBase>().SelectMany(method => Documents(reader, method));
        return ofNested.Concat(ofBodies).Concat(WithoutBodies(reader, type));
    }

    private static IEnumerable<string> Documents(MetadataReader reader, MethodBase method)
    {
        var handle = (MethodDefinitionHandle)MetadataTokens.EntityHandle(method.MetadataToken);
        MethodDebugInformation body = reader.GetMethodDebugInformation(handle);
        return body.GetSequencePoints().Select(point => point.Document).Distinct().Select(document => Name(reader, document));
    }

    private static IEnumerable<string> WithoutBodies(MetadataReader reader, Type type)
    {
        foreach (CustomDebugInformationHandle handle in reader.GetCustomDebugInformation(MetadataTokens.EntityHandle(type.MetadataToken)))
        {
            CustomDebugInformation information = reader.GetCustomDebugInformation(handle);
            if (reader.GetGuid(information.Kind) != TypeDefinitionDocuments)
                continue;
            BlobReader rows = reader.GetBlobReader(information.Value);
            while (rows.RemainingBytes > 0)
                yield return Name(reader, MetadataTokens.DocumentHandle(rows.ReadCompressedInteger()));
        }
    }

    private static string Name(MetadataReader reader, DocumentHandle document) =>
        reader.GetString(reader.GetDocument(document).Name).Replace('\\', '/');

    private static string? FolderBelow(string path, string sourceRoot)
    {
        int place = path.LastIndexOf($"/{sourceRoot}/", StringComparison.Ordinal);
        if (place < 0)
            return null;
        string[] parts = path[(place + sourceRoot.Length + 2)..].Split('/');
        return string.Join('/', parts[..^1]);
    }

    private static string? FolderOfGenerated(Type type, string sourceRoot)
    {
        string root = sourceRoot.Replace("src/", "Fovea.", StringComparison.Ordinal);
        bool ofProject = $"{type.Namespace}.".StartsWith($"{root}.", StringComparison.Ordinal);
        return ofProject ? type.Namespace![root.Length..].TrimStart('.').Replace('.', '/') : null;
    }
}
