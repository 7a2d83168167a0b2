using System.Text;

namespace Fovea.Models.FeatureMaps.Drawing;

/// <summary>Long names made short enough for a picture.</summary>
internal static class TextShortening
{
    /// <summary>
    /// A text of at most <paramref name="length"/> characters: the text itself, or its beginning and its end around an ellipsis.
    /// </summary>
    public static string Middle(string text, int length)
    {
        Rune[] characters = [.. text.EnumerateRunes()];
        if (characters.Length <= length)
            return text;
        int kept = Math.Max(0, length - 1);
        int end = kept / 2;
        return $"{string.Concat(characters[..(kept - end)])}{BitmapFont.Ellipsis}{string.Concat(characters[^end..])}";
    }
}
