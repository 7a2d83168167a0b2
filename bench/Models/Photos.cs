namespace Fovea.Bench.Models;

/// <summary>The photos of a folder.</summary>
internal static class Photos
{
    private static readonly string[] Extensions = [".jpg", ".jpeg", ".png", ".bmp", ".webp"];

    /// <summary>The paths of the first pictures, in the order of their names.</summary>
    /// <exception cref="ArgumentException">There are none.</exception>
    public static IReadOnlyList<string> In(string folder, int most)
    {
        string[] found =
        [
            .. Directory.EnumerateFiles(folder)
                .Where(file => Extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
                .Order(StringComparer.Ordinal).Take(most),
        ];
        return found.Length > 0 ? found : throw new ArgumentException("--photos has no pictures.");
    }
}
