using System.Globalization;
using System.Text;

namespace Fovea.Fuzz.Words;

/// <summary>Writes words as AFL++ reads them (https://aflplus.plus/docs/dictionaries): <c>"\x08\x01"</c> on a line each.</summary>
internal static class AflDictionary
{
    // AFL++ refuses a dictionary with a longer word.
    private const int Longest = 128;

    public static void Write(string path, IEnumerable<byte[]> words) =>
        File.WriteAllLines(path, words.Where(word => word.Length is > 0 and <= Longest).Select(Line));

    private static string Line(byte[] word)
    {
        var line = new StringBuilder("\"");
        foreach (byte value in word)
        {
            _ = char.IsAsciiLetterOrDigit((char)value) || value == '_'
                ? line.Append((char)value)
                : line.Append(CultureInfo.InvariantCulture, $@"\x{value:x2}");
        }

        return line.Append('"').ToString();
    }
}
