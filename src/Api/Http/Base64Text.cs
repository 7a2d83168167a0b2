using System.Buffers;
using System.Buffers.Text;

namespace Fovea.Api.Http;

/// <summary>
/// Decodes base64 (RFC 4648, sections 4 and 5): with either alphabet, with white space in it, with or without padding, and as the data of a
/// <see cref="DataUri"/>.
/// </summary>
internal static class Base64Text
{
    /// <summary>How many bytes must be free behind a text: for padding that it lacks.</summary>
    public const int Spare = 2;

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
        int start = DataUri.SkipWhiteSpace(buffer[..length]);
        if (DataUri.IsOne(buffer[start..length]))
        {
            if (DataUri.DataIndex(buffer[start..length], out string? wrong) is not { } data)
                return wrong;
            // The text moves to the front: the bytes that it stands for are fewer, and stay there.
            buffer[(start + data)..length].CopyTo(buffer);
            length -= start + data;
            length = DataUri.Unescape(buffer[..length]);
        }

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
