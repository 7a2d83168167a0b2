using Fovea.Api.Options.Settings;
using Fovea.Inference.Files;

namespace Fovea.Api.Security;

/// <summary>Reads the keys of one plane from its two settings; messages name settings and files, never keys.</summary>
internal static class KeyReader
{
    public const int Shortest = 16;
    public const int Longest = 512;

    // Some thousand keys.
    private const int LongestFile = 1 << 20;

    private static readonly string[] LineEnds = ["\r\n", "\n", "\r"];

    /// <summary>The key of the first setting and those of the file that the second names.</summary>
    /// <exception cref="InvalidConfigurationException">A key is malformed, or the file cannot be read or holds none.</exception>
    public static KeySet Read(string setting, string? key, string? file)
    {
        var keys = new List<string>();
        if (!string.IsNullOrEmpty(key))
            keys.Add(Checked(key, $"The setting '{setting}'"));
        if (!string.IsNullOrEmpty(file))
            keys.AddRange(FromFile($"{setting}File", file));
        return KeySet.Of(keys);
    }

    private static List<string> FromFile(string setting, string file)
    {
        string[] lines;
        try
        {
            lines = RegularFile.ReadText(file, LongestFile).Split(LineEnds, StringSplitOptions.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new InvalidConfigurationException($"The setting '{setting}' is '{file}', which cannot be read: {e.Message}", e);
        }

        List<string> keys =
            [.. lines.Index().Where(line => line.Item.Length > 0).Select(
                line => Checked(line.Item, $"Line {line.Index + 1} of '{file}' ({setting})"))];
        return keys.Count > 0
            ? keys
            : throw new InvalidConfigurationException(
                $"The setting '{setting}' is '{file}', which holds no key; expected one per line.");
    }

    private static string Checked(string key, string where)
    {
        if (key.Length is < Shortest or > Longest)
            throw new InvalidConfigurationException(
                $"{where} is a key of {key.Length} characters; expected {Shortest} to {Longest}. Make one with: openssl rand -hex 32");
        return key.All(c => c is > ' ' and <= '~')
            ? key
            : throw new InvalidConfigurationException(
                $"{where} is a key with a character that headers cannot carry; expected printable ASCII characters without spaces.");
    }
}
