using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Fovea.Imaging.Jpeg;

/// <summary>
/// Reads blocks of coefficients from the entropy-coded data of a scan (ITU-T T.81, F.2.2). Returns false at the first invalid code or
/// value; what it has written until then is to be discarded.
/// </summary>
internal ref struct EntropyReader(ReadOnlySpan<byte> file, int position)
{
    /// <summary>At most a code of 16 bits and a value of 15 bits are consumed without a refill.</summary>
    private const int Enough = 32;

    private const int LookAhead = 64;

    private readonly ReadOnlySpan<byte> _file = file;
    private int _position = position;

    // The next bits, from the highest bit down. Those beyond _count are zero or already the correct ones.
    private ulong _bits;
    private int _count;

    // How many of the bits are not data of the file: they lie after its end or after a marker.
    private int _padding;

    // Whether the file ended where more data or a marker had to come.
    private bool _hasEnded;

    /// <summary>
    /// Whether the file goes on behind the data that were read as far as libjpeg may have looked ahead: 64 bits, or to the next marker.
    /// libjpeg fills its buffer of 64 bits when the next code needs it, and takes a file that ends there for truncated, whether it still
    /// needs the bits or not. Looking further than it did costs nothing but leaving a file to Skia.
    /// </summary>
    public readonly bool GoesOn()
    {
        if (_hasEnded)
            return false;
        int position = _position;
        for (int bits = _count - _padding; bits < LookAhead; bits += 8)
        {
            bool marked = position < _file.Length && _file[position] == 0xFF;
            while (position < _file.Length && _file[position] == 0xFF)
                position++;
            if (position == _file.Length)
                return false;
            if (_file[position++] != 0 && marked)
                return true;
        }

        return true;
    }

    /// <summary>Reads one block of 64 coefficients, row by row, into a block of zeros.</summary>
    /// <param name="dc">The table for the DC coefficient.</param>
    /// <param name="ac">The table for the AC coefficients.</param>
    /// <param name="predictor">The DC coefficient of the component's previous block; is set to that of this one.</param>
    /// <param name="block">The block, which must be zero.</param>
    /// <param name="last">The zigzag index of the last coefficient that is not zero.</param>
    public bool TryReadBlock(HuffmanTable dc, HuffmanTable ac, ref int predictor, scoped Span<short> block, out int last)
    {
        last = 0;
        if (_count < Enough)
            Refill();
        int code = dc.Symbols[(int)(_bits >> (64 - HuffmanTable.LookBits))];
        if (code == 0 && (code = dc.FindLong((int)(_bits >> 48))) == 0)
            return false;
        Take(code >> 8);
        int size = code & 0xFF;
        if (size > 0)
            predictor += HuffmanTable.Extend(Take(size), size);
        block[0] = (short)predictor;

        // Copies of the reader's state, which the JIT keeps in registers.
        ulong bits = _bits;
        int count = _count;
        ReadOnlySpan<int> values = ac.Values;
        ReadOnlySpan<ushort> symbols = ac.Symbols;
        ReadOnlySpan<byte> natural = ZigZag.Natural;
        for (int k = 1; k < 64; k++)
        {
            if (count < Enough)
            {
                (_bits, _count) = (bits, count);
                Refill();
                (bits, count) = (_bits, _count);
            }

            int next = (int)(bits >> (64 - HuffmanTable.LookBits));
            int value = values[next];
            if (value != 0)
            {
                k += value >> 8 & 0xFF;
                bits <<= value & 0xFF;
                count -= value & 0xFF;
                value >>= 16;
            }
            else
            {
                int symbol = symbols[next];
                if (symbol == 0 && (symbol = ac.FindLong((int)(bits >> 48))) == 0)
                    return false;
                bits <<= symbol >> 8;
                count -= symbol >> 8;
                size = symbol & 15;
                k += symbol >> 4 & 15;
                if (size == 0)
                {
                    // ZRL (a run of 15 without a value) stands for 16 zeros; any other symbol without a value is the end of the block.
                    if ((symbol & 0xF0) != 0xF0)
                        break;
                    continue;
                }

                // If the first bit of the value is zero, the value is negative (T.81, figure F.12).
                int negative = ~(int)((long)bits >> 63);
                value = (int)(bits >> (64 - size)) + (negative & (1 - (1 << size)));
                bits <<= size;
                count -= size;
            }

            if (k > 63)
                return false;
            block[natural[k]] = (short)value;
            last = k;
        }

        (_bits, _count) = (bits, count);
        return count >= _padding;
    }

    /// <summary>Skips the restart marker with this number; false where another byte is next.</summary>
    public bool TryRestart(int number)
    {
        if (_count < Enough)
            Refill();
        // Before the marker there may be less than one byte of padding bits.
        if (_count - _padding >= 8 || _position + 2 > _file.Length || _file[_position] != 0xFF || _file[_position + 1] != 0xD0 + number)
            return false;
        _position += 2;
        _bits = 0;
        _count = 0;
        _padding = 0;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Take(int size)
    {
        int value = (int)(_bits >> (64 - size));
        _bits <<= size;
        _count -= size;
        return value;
    }

    private void Refill()
    {
        if (_position + 8 <= _file.Length)
        {
            ulong next = BinaryPrimitives.ReadUInt64BigEndian(_file[_position..]);
            // None of the eight bytes is 0xFF, so there is neither a marker nor byte stuffing: all of them are data. The test is the usual
            // one for a zero byte in a word, applied to the complement.
            if (((~next - 0x0101010101010101) & next & 0x8080808080808080) == 0)
            {
                _bits |= next >> _count;
                int bytes = (64 - _count) >> 3;
                _position += bytes;
                _count += 8 * bytes;
                return;
            }
        }

        // Below, bytes are combined one by one, so the bits beyond _count that a fast refill has left must be cleared.
        _bits &= _count == 0 ? 0 : ulong.MaxValue << (64 - _count);
        while (_count <= 56)
        {
            int next = 0;
            if (_position < _file.Length && _file[_position] != 0xFF)
                next = _file[_position++];
            else if (_position + 1 < _file.Length && _file[_position + 1] == 0)
                (next, _position) = (0xFF, _position + 2);
            else if (_position + 1 < _file.Length)
                _padding += 8;
            else
                (_padding, _hasEnded) = (_padding + 8, true);
            _bits |= (ulong)next << (56 - _count);
            _count += 8;
        }
    }
}
