namespace Fovea.Models.Packages;

/// <summary>The location on disk of one version of a model.</summary>
/// <param name="Name">The model's name: its folder's name, or its file's name without <c>.onnx</c>.</param>
/// <param name="Version">The version folder's name, a whole number; 1 without a version folder.</param>
/// <param name="ModelPath">The full path of the ONNX file; that of the folder where there is a <see cref="Problem"/>.</param>
/// <param name="Folders">The folders with files that describe the model, in order of precedence; empty for a flat model.</param>
public sealed record ModelLocation(string Name, long Version, string ModelPath, IReadOnlyList<string> Folders)
{
    /// <summary>Why the folder, which is meant as a model, has no ONNX file that can be served; null where it has one.</summary>
    public string? Problem { get; init; }

    /// <summary>
    /// The bytes of the ONNX file where it came with a request; null where it is read from <see cref="ModelPath"/>. Nothing lies beside it.
    /// </summary>
    public ReadOnlyMemory<byte>? Content { get; init; }

    /// <summary>The names of other ONNX files in the model's folder, which are not served.</summary>
    public IReadOnlyList<string> Unserved { get; init; } = [];

    /// <summary>Why the ONNX file is served and <see cref="Unserved"/> are not; null where there are no others.</summary>
    internal string? ServedBecause { get; init; }

    /// <summary>The model folder in which it was found; links out of it are not followed.</summary>
    public string Root => Path.GetDirectoryName(Folders.Count == 0 ? ModelPath : Folders[^1])!;

    /// <summary>The path of a file beside the model, relative to <see cref="Root"/>, for messages.</summary>
    internal string DisplayName(string path) => Content is null ? Path.GetRelativePath(Root, path) : Path.GetFileName(path);
}
