using System.Security.Cryptography;

namespace Fovea.Tests.Support;

/// <summary>Expected values recorded by tools/record-preprocessing/record.py: tab-separated rows, embedded in the test assembly.</summary>
internal static class Recorded
{
    public static IReadOnlyList<string[]> Rows(string file)
    {
        using Stream stream = typeof(Recorded).Assembly.GetManifestResourceStream(file)
            ?? throw new FileNotFoundException("No such recording.", file);
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split(
            '\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#').Select(line => line.Split('\t'))];
    }

    /// <summary>The first 128 bits of the SHA-256, in hexadecimal: what the recordings hold.</summary>
    public static string Digest(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes))[..32];
}
