using Fovea.Imaging.Rasters;

namespace Fovea.Imaging.Tiff;

/// <summary>
/// LZW of TIFF (TIFF 6.0, section 13): codes of 9 to 12 bits, the highest bit first, which grow one code early. A table that is full stays
/// as it is until it is cleared.
/// </summary>
internal sealed class LzwSource : ChunkSource
{
    private const int Clear = 256;
    private const int End = 257;
    private const int FirstString = 258;
    private const int ShortestCode = 9;
    private const int LongestCode = 12;
    private const int TableLength = 1 << LongestCode;

    // A string is its last byte and the code of the string before it.
    private readonly byte[] _last = new byte[TableLength];
    private readonly ushort[] _before = new ushort[TableLength];

    // The string of the current code from the end on; _pending of it are still to be delivered.
    private readonly byte[] _string = new byte[TableLength];
    private int _pending;

    private ReadOnlyMemory<byte> _data;
    private int _position;
    private uint _bits;
    private int _bitCount;

    private int _codeLength;
    private int _next;
    private int _previous;
    private byte _first;
    private bool _ended;

    /// <inheritdoc/>
    public override void Begin(ReadOnlyMemory<byte> data)
    {
        _data = data;
        _position = _bitCount = _pending = 0;
        _ended = false;
        Reset();
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> target)
    {
        ReadOnlySpan<byte> data = _data.Span;
        int written = 0;
        while (true)
        {
            int count = Math.Min(_pending, target.Length - written);
            for (int i = 0; i < count; i++)
                target[written++] = _string[--_pending];
            if (written == target.Length || _ended)
                return written;
            ReadString(data);
        }
    }

    private void Reset()
    {
        _codeLength = ShortestCode;
        _next = FirstString;
        _previous = -1;
    }

    private void ReadString(ReadOnlySpan<byte> data)
    {
        int code = ReadCode(data);
        if (code == End)
            _ended = true;
        else if (code == Clear)
            Reset();
        else if (_previous < 0)
            BeginWith(code);
        else
            Continue(code);
    }

    // The first code after a clear code stands for a byte.
    private void BeginWith(int code)
    {
        if (code > byte.MaxValue)
            throw Impossible(code);
        _first = (byte)code;
        _string[_pending++] = _first;
        _previous = code;
    }

    private void Continue(int code)
    {
        if (code > _next || code >= TableLength)
            throw Impossible(code);
        int rest = code;
        if (code == _next)
        {
            // The string that is just being made: the previous one, and its first byte again.
            _string[_pending++] = _first;
            rest = _previous;
        }

        for (; rest >= FirstString; rest = _before[rest])
            _string[_pending++] = _last[rest];
        _first = (byte)rest;
        _string[_pending++] = _first;
        if (_next < TableLength)
            Add();
        _previous = code;
    }

    private void Add()
    {
        _last[_next] = _first;
        _before[_next] = (ushort)_previous;
        _next++;
        if (_next == (1 << _codeLength) - 1 && _codeLength < LongestCode)
            _codeLength++;
    }

    private int ReadCode(ReadOnlySpan<byte> data)
    {
        while (_bitCount < _codeLength)
        {
            if (_position >= data.Length)
                return End;
            _bits = _bits << 8 | data[_position++];
            _bitCount += 8;
        }

        _bitCount -= _codeLength;
        return (int)(_bits >> _bitCount) & ((1 << _codeLength) - 1);
    }

    private static FormatFaultException Impossible(int code) => FormatFaultException.Damaged($"its LZW data: code {code} cannot be");
}
