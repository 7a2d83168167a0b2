namespace Fovea.Imaging.Gif;

/// <summary>
/// Unpacks the indices of a frame: variable-length codes of LZW in blocks of up to 255 bytes (GIF89a, section 22 and appendix F). Takes and
/// refuses the same data as Pillow's decoder: when the table is full it stays as it is; a block counts only as a whole; an empty block does
/// not end the data, but an end code does.
/// </summary>
internal ref struct LzwReader
{
    private const int MaxCodeBits = 12;
    private const int TableLength = 1 << MaxCodeBits;

    private readonly ReadOnlySpan<byte> _blocks;
    private readonly int _clear;
    private readonly int _codeBits;

    // A string is its last index and the code of the string before it.
    private readonly byte[] _last = new byte[TableLength];
    private readonly ushort[] _before = new ushort[TableLength];

    // The string of the current code from the end on; _pending of it are still to be delivered.
    private readonly byte[] _string = new byte[TableLength];
    private int _pending;

    private int _position;
    private int _blockLeft;
    private ulong _bits;
    private int _bitCount;

    private int _codeLength;
    private int _next;
    private int _previous = -1;
    private byte _first;

    /// <summary>Begins with the first block.</summary>
    /// <param name="blocks">The blocks, and whatever follows them.</param>
    /// <param name="codeBits">The bits of an index: one less than the first codes have.</param>
    public LzwReader(ReadOnlySpan<byte> blocks, int codeBits)
    {
        _blocks = blocks;
        _codeBits = codeBits;
        _clear = 1 << codeBits;
        Clear();
    }

    /// <summary>Whether indices may have so many bits.</summary>
    public static bool Supports(int codeBits) => codeBits is >= 0 and <= MaxCodeBits;

    /// <summary>Reads one row of pixels.</summary>
    /// <param name="row">The pixels to be set.</param>
    /// <param name="colors">The colours of the indices.</param>
    public GifResult Read(Span<uint> row, ReadOnlySpan<uint> colors)
    {
        int x = 0;
        while (true)
        {
            int count = Math.Min(_pending, row.Length - x);
            for (int i = 0; i < count; i++)
                row[x++] = colors[_string[--_pending]];
            if (x == row.Length)
                return GifResult.Complete;
            GifResult result = ReadString();
            if (result != GifResult.Complete)
                return result;
        }
    }

    private GifResult ReadString()
    {
        int code;
        do
        {
            if (!TryReadCode(out code))
                return GifResult.Truncated;
            if (code == _clear)
                Clear();
        }
        while (code == _clear);
        if (code == _clear + 1)
            return GifResult.Truncated;
        return _previous < 0 ? Begin(code) : Continue(code);
    }

    // The first code after a clear code stands for an index.
    private GifResult Begin(int code)
    {
        if (code > _clear)
            return GifResult.Damaged;
        _previous = code;
        _first = (byte)code;
        _string[_pending++] = _first;
        return GifResult.Complete;
    }

    private GifResult Continue(int code)
    {
        if (code > _next)
            return GifResult.Damaged;
        int rest = code;
        if (code == _next)
        {
            // The string that is just being made: the previous one, and its first index again.
            _string[_pending++] = _first;
            rest = _previous;
        }

        for (; rest >= _clear; rest = _before[rest])
        {
            if (_pending == TableLength || rest >= TableLength)
                return GifResult.Damaged;
            _string[_pending++] = _last[rest];
        }

        _first = (byte)rest;
        if (_pending == TableLength)
            return GifResult.Damaged;
        _string[_pending++] = _first;
        Add();
        _previous = code;
        return GifResult.Complete;
    }

    private void Add()
    {
        // With indices of 12 bits the first free code is beyond the table.
        if (_next >= TableLength)
            return;
        _last[_next] = _first;
        _before[_next] = (ushort)_previous;
        if (_next == (1 << _codeLength) - 1 && _codeLength < MaxCodeBits)
            _codeLength++;
        _next++;
    }

    private void Clear()
    {
        _next = _clear + 2;
        _codeLength = _codeBits + 1;
        _previous = -1;
    }

    private bool TryReadCode(out int code)
    {
        code = 0;
        while (_bitCount < _codeLength)
        {
            if (_blockLeft == 0)
            {
                if (_position == _blocks.Length || _blocks[_position] > _blocks.Length - _position - 1)
                    return false;
                _blockLeft = _blocks[_position++];
                continue;
            }

            _bits |= (ulong)_blocks[_position++] << _bitCount;
            _bitCount += 8;
            _blockLeft--;
        }

        code = (int)_bits & ((1 << _codeLength) - 1);
        _bits >>= _codeLength;
        _bitCount -= _codeLength;
        return true;
    }
}
