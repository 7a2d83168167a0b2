using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Fovea.Models.Imaging.Jpeg;

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
        if (!TrySymbol(dc, out int size))
            return false;
        if (size > 0)
            predictor += HuffmanTable.Extend(Take(size), size);
        block[0] = (short)predictor;

        // The reader's state in registers.
        ulong bits = _bits;
        int count = _count;
        ReadOnlySpan<int> values = ac.Values;
        ReadOnlySpan<byte> natural = ZigZag.Natural;
        for (int k = 1; k < 64; k++)
        {
            if (count < Enough)
            {
                (_bits, _count) = (bits, count);
                Refill();
                (bits, count) = (_bits, _count);
            }

            int value = values[(int)(bits >> (64 - HuffmanTable.LookBits))];
            if (value != 0)
            {
                k += value >> 8 & 0xFF;
                if (k > 63)
                    return false;
                int taken = value & 0xFF;
                bits <<= taken;
                count -= taken;
                block[natural[k]] = (short)(value >> 16);
                last = k;
                continue;
            }

            (_bits, _count) = (bits, count);
            if (!TrySymbol(ac, out int symbol))
                return false;
            int run = symbol >> 4;
            size = symbol & 15;
            if (size == 0)
            {
                (bits, count) = (_bits, _count);
                if (run != 15)
                    break;
                k += 15;
                continue;
            }

            k += run;
            if (k > 63)
                return false;
            block[natural[k]] = (short)HuffmanTable.Extend(Take(size), size);
            last = k;
            (bits, count) = (_bits, _count);
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

    private bool TrySymbol(HuffmanTable table, out int symbol)
    {
        int found = table.Symbols[(int)(_bits >> (64 - HuffmanTable.LookBits))];
        (int length, symbol) = (found >> 8, found & 0xFF);
        if (found == 0)
            (length, symbol) = table.Long((int)(_bits >> 48));
        _bits <<= length;
        _count -= length;
        return length > 0;
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
