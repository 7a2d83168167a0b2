namespace Fovea.Imaging.Jpeg;

/// <summary>
/// A table of Huffman codes (ITU-T T.81, Annex C) that decodes by looking up the next <see cref="LookBits"/> bits: the lookup gives the
/// symbol of a short code, and, where the bits of the value after the code fit as well, the value. Not changed once it is created;
/// thread-safe.
/// </summary>
internal sealed class HuffmanTable
{
    /// <summary>How many bits index the tables.</summary>
    public const int LookBits = 10;

    private const int LongestCode = 16;
    private const int RecentTables = 16;

    // Most files use the tables of the standard's Annex K, so recent tables are kept.
    private static readonly HuffmanTable?[] Recent = new HuffmanTable?[RecentTables];
    private static int _next;

    private readonly int[] _endCodes = new int[LongestCode + 1];
    private readonly int[] _symbolOffsets = new int[LongestCode + 1];
    private readonly byte[] _symbols;

    private readonly byte[] _counts;
    private readonly bool _ac;

    private HuffmanTable(ReadOnlySpan<byte> counts, ReadOnlySpan<byte> symbols, bool ac)
    {
        _counts = counts.ToArray();
        _symbols = symbols.ToArray();
        _ac = ac;
    }

    /// <summary>
    /// Indexed by the next bits: the length of the code in the high byte, its symbol in the low byte; 0 for longer codes.
    /// </summary>
    public ushort[] Symbols { get; } = new ushort[1 << LookBits];

    /// <summary>
    /// Indexed by the next bits, for AC coefficients whose code and value both fit into them: the value in the high 16 bits, then one byte
    /// for the run of zeros before it, and one for the number of bits consumed; 0 for all others.
    /// </summary>
    public int[] Values { get; } = new int[1 << LookBits];

    /// <summary>
    /// Gets the table with these numbers of codes per length; null when they do not form a code, or a DC symbol is too large.
    /// </summary>
    public static HuffmanTable? TryGet(ReadOnlySpan<byte> counts, ReadOnlySpan<byte> symbols, bool ac)
    {
        foreach (HuffmanTable? recent in Recent)
        {
            if (recent is not null && recent._ac == ac && counts.SequenceEqual(recent._counts) && symbols.SequenceEqual(recent._symbols))
                return recent;
        }

        if (TryCreate(counts, symbols, ac) is not { } created)
            return null;
        // In a race two threads create the same table; both are valid, since a table is not changed any more.
        Volatile.Write(ref Recent[(uint)Interlocked.Increment(ref _next) % RecentTables], created);
        return created;
    }

    private static HuffmanTable? TryCreate(ReadOnlySpan<byte> counts, ReadOnlySpan<byte> symbols, bool ac)
    {
        var table = new HuffmanTable(counts, symbols, ac);
        int code = 0, next = 0;
        for (int length = 1; length <= LongestCode; length++, code <<= 1)
        {
            table._symbolOffsets[length] = next - code;
            for (int i = 0; i < counts[length - 1]; i++, code++, next++)
            {
                // The code of all ones is reserved, also as the prefix of a longer code.
                if (code >= (1 << length) - 1 || (!ac && symbols[next] > 15))
                    return null;
                if (length <= LookBits)
                    table.Fill(code, length, symbols[next], ac);
            }

            table._endCodes[length] = code;
        }

        return table;
    }

    /// <summary>
    /// A code longer than <see cref="LookBits"/>, from the next 16 bits, in the form of <see cref="Symbols"/>; 0 when there is no such
    /// code.
    /// </summary>
    public int FindLong(int bits)
    {
        for (int length = LookBits + 1; length <= LongestCode; length++)
        {
            int code = bits >> (LongestCode - length);
            if (code < _endCodes[length])
            {
                int index = code + _symbolOffsets[length];
                return (uint)index < (uint)_symbols.Length ? length << 8 | _symbols[index] : 0;
            }
        }

        return 0;
    }

    /// <summary>The value that <paramref name="size"/> bits stand for (T.81, figure F.12).</summary>
    public static int Extend(int bits, int size) => bits < 1 << (size - 1) ? bits - (1 << size) + 1 : bits;

    private void Fill(int code, int length, int symbol, bool ac)
    {
        int rest = LookBits - length;
        (int run, int size) = (symbol >> 4, symbol & 15);
        for (int tail = 0; tail < 1 << rest; tail++)
        {
            int index = code << rest | tail;
            Symbols[index] = (ushort)(length << 8 | symbol);
            if (ac && size > 0 && size <= rest)
                Values[index] = Extend(tail >> (rest - size), size) << 16 | run << 8 | (length + size);
        }
    }
}
