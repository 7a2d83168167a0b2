using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Fovea.Api.Http;

/// <summary>
/// Decodes base64 (RFC 4648, sections 4 and 5): with either alphabet, with white space in it, with or without padding, and behind the
/// beginning of a data URI (RFC 2397).
/// </summary>
internal static class Base64Text
{
    /// <summary>How many bytes must be free behind a text: for padding that it lacks.</summary>
    public const int Spare = 2;

    private const string Marker = ";base64";

    // Messages quote the beginning of a data URI up to this length.
    private const int QuotedLength = 40;

    private static readonly SearchValues<byte> Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"u8);

    /// <summary>Replaces a text by the bytes that it stands for.</summary>
    /// <param name="buffer">The text, and <see cref="Spare"/> more bytes.</param>
    /// <param name="length">The text's length.</param>
    /// <param name="decoded">How many bytes it stands for, which are the first of the buffer.</param>
    /// <returns>What is wrong with the text, to follow its name; null where nothing is.</returns>
    public static string? DecodeInPlace(Span<byte> buffer, int length, out int decoded)
    {
        decoded = 0;
        Span<byte> text = buffer[..length];
        int start = 0;
        if (text.Length >= 5 && Ascii.EqualsIgnoreCase(text[..5], "data:"u8))
        {
            int comma = text.IndexOf((byte)',');
            ReadOnlySpan<byte> head = comma < 0 ? text : text[..comma];
            if (head.Length < Marker.Length || !Ascii.EqualsIgnoreCase(head[^Marker.Length..], Marker) || comma < 0)
                return $"is a data URI without '{Marker},' ({Encoding.UTF8.GetString(head[..Math.Min(QuotedLength, head.Length)])})";
            start = comma + 1;
        }

        // The bytes move to the front first: shorter than the text that they are decoded from, they then stay there.
        text[start..].CopyTo(text);
        length -= start;
        if (!Base64.IsValid(buffer[..length]) && Normalize(buffer, ref length) is { } problem)
            return problem;
        if (Base64.DecodeFromUtf8InPlace(buffer[..length], out decoded) == OperationStatus.Done)
            return null;
        decoded = 0;
        return "is no whole base64: its last character has bits that belong to no byte";
    }

    /// <summary>Rewrites a text to the first alphabet, without white space, with padding.</summary>
    private static string? Normalize(Span<byte> buffer, ref int length)
    {
        int kept = 0, padding = 0;
        for (int i = 0; i < length; i++)
        {
            byte value = buffer[i] switch { (byte)'-' => (byte)'+', (byte)'_' => (byte)'/', byte other => other };
            if (value is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
                continue;
            if (value == '=')
                padding++;
            else if (!Alphabet.Contains(value) || padding > 0)
                return $"is no base64: byte {i} of its text is {Shown(buffer[i])}";
            else
                buffer[kept++] = value;
        }

        int wanted = -kept & 3;
        if (wanted == 3 || padding > 0 && padding != wanted)
            return $"is no whole base64: it has {kept} characters and {padding} of padding, which stand for no number of bytes";
        buffer.Slice(kept, wanted).Fill((byte)'=');
        length = kept + wanted;
        return null;
    }

    private static string Shown(byte value) => value is > 0x20 and < 0x7F ? $"'{(char)value}'" : $"0x{value:X2}";
}
