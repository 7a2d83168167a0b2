using Fovea.Imaging.Rasters;

namespace Fovea.Imaging.Netpbm;

/// <summary>
/// Numbers in decimal digits, separated by white space; a comment goes from # to the end of its line, and separates nothing. One byte of
/// white space belongs to the number before it.
/// </summary>
/// <param name="file">The file.</param>
/// <param name="position">Where the first number is looked for.</param>
internal ref struct NetpbmNumbers(ReadOnlySpan<byte> file, int position)
{
    private const int MostDigits = 10;

    private readonly ReadOnlySpan<byte> _file = file;

    /// <summary>Where the next byte lies.</summary>
    public int Position { get; private set; } = position;

    /// <summary>The next number, at most <see cref="int.MaxValue"/>; null where the file ends before it.</summary>
    /// <exception cref="FormatFaultException">It has other characters than digits, or too many.</exception>
    public int? Next()
    {
        long number = 0;
        int digits = 0;
        while (NextCharacter() is { } character)
        {
            if (IsSpace(character))
            {
                if (digits > 0)
                    break;
                continue;
            }

            if (character is < (byte)'0' or > (byte)'9' || ++digits > MostDigits)
                throw FormatFaultException.Damaged($"a number of at most {MostDigits} digits is expected before byte {Position}");
            number = 10 * number + character - '0';
        }

        return digits == 0 ? null : (int)Math.Min(number, int.MaxValue);
    }

    /// <summary>The next bit as text; null where the file ends before it. White space may be missing between bits.</summary>
    /// <exception cref="FormatFaultException">It is neither 0 nor 1.</exception>
    public bool? NextBit()
    {
        while (NextCharacter() is { } character)
        {
            if (character is (byte)'0' or (byte)'1')
                return character == '1';
            if (!IsSpace(character))
                throw FormatFaultException.Damaged($"0 or 1 is expected before byte {Position}");
        }

        return null;
    }

    // The next byte that lies in no comment. The end of a comment's line belongs to the comment.
    private byte? NextCharacter()
    {
        while (Position < _file.Length)
        {
            byte character = _file[Position++];
            if (character != '#')
                return character;
            int end = _file[Position..].IndexOfAny((byte)'\r', (byte)'\n');
            Position = end < 0 ? _file.Length : Position + end + 1;
        }

        return null;
    }

    private static bool IsSpace(byte character) => character is (byte)' ' or >= 9 and <= 13;
}
