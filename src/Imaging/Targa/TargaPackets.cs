using Fovea.Imaging.Rasters;

namespace Fovea.Imaging.Targa;

/// <summary>The pixels of a TGA one by one, whether they are packed or not. Packets may go on in the next row.</summary>
/// <param name="data">The pixels, and whatever follows them.</param>
/// <param name="pixelBytes">The bytes of a pixel.</param>
/// <param name="isPacked">Whether they are run lengths.</param>
internal ref struct TargaPackets(ReadOnlySpan<byte> data, int pixelBytes, bool isPacked)
{
    private readonly ReadOnlySpan<byte> _data = data;
    private readonly int _pixelBytes = pixelBytes;
    private readonly bool _isPacked = isPacked;
    private ReadOnlySpan<byte> _repeated;
    private int _position;
    private int _literals;
    private int _repeats;

    /// <summary>The next pixel.</summary>
    /// <exception cref="FormatFaultException">The file ends before it.</exception>
    public ReadOnlySpan<byte> Next()
    {
        if (!_isPacked)
            return Take();
        if (_literals == 0 && _repeats == 0)
            Begin();
        if (_repeats > 0)
        {
            _repeats--;
            return _repeated;
        }

        _literals--;
        return Take();
    }

    private void Begin()
    {
        if (_position >= _data.Length)
            throw FormatFaultException.Truncated();
        int packet = _data[_position++];
        int count = (packet & 0x7F) + 1;
        if ((packet & 0x80) == 0)
        {
            _literals = count;
            return;
        }

        _repeated = Take();
        _repeats = count;
    }

    private ReadOnlySpan<byte> Take()
    {
        if (_data.Length - _position < _pixelBytes)
            throw FormatFaultException.Truncated();
        ReadOnlySpan<byte> pixel = _data.Slice(_position, _pixelBytes);
        _position += _pixelBytes;
        return pixel;
    }
}
