using Fovea.Inference.Files;
using Fovea.Models.Errors;

namespace Fovea.Models.Packages.Files;

/// <summary>
/// Reads the files beside a model whole. Each kind has a largest length, far above what any model needs; nothing is read beyond it.
/// </summary>
internal static class PackageFile
{
    /// <summary>The longest JSON file of an exporter, in bytes: a list of 20,000 labels takes 1 MB.</summary>
    public const int LongestJson = 16 << 20;

    /// <summary>The longest <c>fovea.json</c>, in bytes. It is read at every look through the model folder.</summary>
    public const int LongestSettings = 1 << 20;

    /// <summary>The longest file of labels, in bytes.</summary>
    public const int LongestLabels = 16 << 20;

    /// <summary>The longest <c>config.pbtxt</c>, in bytes. It is read at every look through the model folder.</summary>
    public const int LongestConfig = 1 << 20;

    /// <summary>Reads a file as bytes.</summary>
    /// <exception cref="ModelPackageException">It is no regular file, or longer than <paramref name="most"/> bytes.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static byte[] ReadBytes(string path, string displayName, int most) =>
        Read(displayName, () => RegularFile.ReadBytes(path, most));

    /// <summary>Reads a file as text.</summary>
    /// <exception cref="ModelPackageException">It is no regular file, or longer than <paramref name="most"/> bytes.</exception>
    /// <exception cref="System.Text.DecoderFallbackException">It is no text, where that is an error.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static string ReadText(string path, string displayName, int most, bool strict = false) =>
        Read(displayName, () => RegularFile.ReadText(path, most, strict));

    private static T Read<T>(string displayName, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (UnsuitableFileException error)
        {
            throw new ModelPackageException($"{displayName}: the file {error.Problem}", error);
        }
    }
}
