using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Fovea.Imaging.Jpeg;

/// <summary>
/// Reads blocks of coefficients from the coded data of a scan (ITU-T T.81, F.2.2). Says false at the first thing that a sound file does
/// not have; what it has written until then means nothing.
/// </summary>
internal ref struct EntropyReader(ReadOnlySpan<byte> file, int position)
{
    /// <summary>A code of 16 bits and a value of 15 are the most that is taken without refilling.</summary>
    private const int Enough = 32;

    private readonly ReadOnlySpan<byte> _file = file;
    private int _position = position;

    // The next bits, from the highest bit down; those beyond _count are either zero or already the right ones.
    private ulong _bits;
    private int _count;

    // How many of the bits are none of the file's: behind its end, or behind a marker.
    private int _padding;

    /// <summary>Reads one block: 64 coefficients row by row, which must be zero before. <paramref name="last"/> is the position, in the file's order, of the last one that is not zero.</summary>
    public bool TryReadBlock(HuffmanTable dc, HuffmanTable ac, ref int predictor, scoped Span<short> block, out int last)
    {
        last = 0;
        if (_count < Enough)
            Refill();
        int code = dc.Symbols[(int)(_bits >> (64 - HuffmanTable.LookBits))];
        if (code == 0 && (code = dc.Long((int)(_bits >> 48))) == 0)
            return false;
        Take(code >> 8);
        int size = code & 0xFF;
        if (size > 0)
            predictor += HuffmanTable.Extend(Take(size), size);
        block[0] = (short)predictor;

        // The reader's state in registers.
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
                if (symbol == 0 && (symbol = ac.Long((int)(bits >> 48))) == 0)
                    return false;
                bits <<= symbol >> 8;
                count -= symbol >> 8;
                size = symbol & 15;
                k += symbol >> 4 & 15;
                if (size == 0)
                {
                    // A run of 15 and no value is 16 zeros; any other is the end of the block.
                    if ((symbol & 0xF0) != 0xF0)
                        break;
                    continue;
                }

                // A first bit of zero says that the value is negative (T.81, figure F.12).
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

    /// <summary>Passes the restart marker of a number, which must come next.</summary>
    public bool TryRestart(int number)
    {
        if (_count < Enough)
            Refill();
        // Less than a byte may be left of the data, and then the marker.
        if (_count - _padding >= 8 || _position + 2 > _file.Length || _file[_position] != 0xFF || _file[_position + 1] != 0xD0 + number)
            return false;
        _position += 2;
        (_bits, _count, _padding) = (0, 0, 0);
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
            // No byte of ones, so no marker and no stuffing: the bytes are data as they are.
            if (((~next - 0x0101010101010101) & next & 0x8080808080808080) == 0)
            {
                _bits |= next >> _count;
                int bytes = (64 - _count) >> 3;
                _position += bytes;
                _count += 8 * bytes;
                return;
            }
        }

        // What an earlier refill has put behind the counted bits would be doubled where bytes of ones come.
        _bits &= _count == 0 ? 0 : ulong.MaxValue << (64 - _count);
        while (_count <= 56)
        {
            int next = 0;
            if (_position < _file.Length && _file[_position] != 0xFF)
                next = _file[_position++];
            else if (_position + 1 < _file.Length && _file[_position + 1] == 0)
                (next, _position) = (0xFF, _position + 2);
            else
                _padding += 8;
            _bits |= (ulong)next << (56 - _count);
            _count += 8;
        }
    }
}
