using Fovea.Imaging.Rasters;

namespace Fovea.Imaging.Tiff;

/// <summary>Run lengths of bytes (TIFF 6.0, section 9). Runs may go on in the next row.</summary>
internal sealed class PackBitsSource : ChunkSource
{
    private const int Nothing = 128;

    private ReadOnlyMemory<byte> _data;
    private int _position;
    private int _literals;
    private int _repeats;

    /// <inheritdoc/>
    public override void Begin(ReadOnlyMemory<byte> data)
    {
        _data = data;
        _position = _literals = _repeats = 0;
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> target)
    {
        ReadOnlySpan<byte> data = _data.Span;
        int written = 0;
        while (written < target.Length && TryBegin(data))
        {
            int wanted = target.Length - written;
            if (_literals > 0)
            {
                int count = Math.Min(Math.Min(_literals, wanted), data.Length - _position);
                if (count == 0)
                    break;
                data.Slice(_position, count).CopyTo(target[written..]);
                _position += count;
                _literals -= count;
                written += count;
            }
            else
            {
                int count = Math.Min(_repeats, wanted);
                target.Slice(written, count).Fill(data[_position]);
                _repeats -= count;
                written += count;
                if (_repeats == 0)
                    _position++;
            }
        }

        return written;
    }

    // The next run, unless one is under way. One that repeats has its byte.
    private bool TryBegin(ReadOnlySpan<byte> data)
    {
        while (_literals == 0 && _repeats == 0)
        {
            if (_position >= data.Length)
                return false;
            int length = data[_position++];
            if (length < Nothing)
                _literals = length + 1;
            else if (length > Nothing && _position < data.Length)
                _repeats = 257 - length;
        }

        return true;
    }
}
