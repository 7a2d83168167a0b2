using System.Buffers.Binary;

namespace Fovea.Imaging.Jpeg;

/// <summary>
/// Goes from marker to marker of a JPEG (ITU-T T.81, B.1.1), as libjpeg does: bytes between segments, among them the entropy-coded data of
/// a scan, are passed over, and so are restart markers. Never reads beyond the file, whatever a length says.
/// </summary>
internal ref struct JpegSegments(ReadOnlySpan<byte> file)
{
    private readonly ReadOnlySpan<byte> _file = file;
    private int _position;

    /// <summary>The current marker's second byte.</summary>
    public byte Marker { get; private set; }

    /// <summary>What the current segment has after its length; empty for a marker without a length.</summary>
    public ReadOnlySpan<byte> Content { get; private set; }

    /// <summary>Goes to the next marker; false where the file ends before its segment does.</summary>
    public bool MoveNext()
    {
        while (true)
        {
            int skipped = _file[_position..].IndexOf((byte)0xFF);
            if (skipped < 0)
                return false;
            _position += skipped;
            while (_position < _file.Length && _file[_position] == 0xFF)
                _position++;
            if (_position == _file.Length)
                return false;
            Marker = _file[_position++];
            // A stuffed zero, TEM, a restart and the start of the image are no segments.
            if (Marker is not (0x00 or 0x01 or (>= 0xD0 and <= 0xD8)))
                return Marker == JpegMarker.EndOfImage || TryTakeContent();
        }
    }

    private bool TryTakeContent()
    {
        ReadOnlySpan<byte> rest = _file[_position..];
        if (rest.Length < 2)
            return false;
        int length = BinaryPrimitives.ReadUInt16BigEndian(rest);
        if (length < 2 || length > rest.Length)
            return false;
        Content = rest[2..length];
        _position += length;
        return true;
    }
}
