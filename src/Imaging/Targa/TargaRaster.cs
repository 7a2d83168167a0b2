using Fovea.Imaging.Pixels;
using Fovea.Imaging.Rasters;

namespace Fovea.Imaging.Targa;

/// <summary>The picture of a TGA file: indices, colours or gray, packed or not, from any corner.</summary>
internal sealed class TargaRaster : IRaster
{
    private readonly ReadOnlyMemory<byte> _file;
    private readonly TargaHeader _header;

    private TargaRaster(ReadOnlyMemory<byte> file, TargaHeader header) => (_file, _header) = (file, header);

    /// <inheritdoc/>
    public int Width => _header.Width;

    /// <inheritdoc/>
    public int Height => _header.Height;

    /// <inheritdoc/>
    public ExifOrientation Orientation => ExifOrientation.Normal;

    private long PixelsOffset => _header.TableOffset + (long)_header.TableCount * _header.TableBytes;

    /// <summary>Reads the header of a file that looks like a TGA.</summary>
    /// <exception cref="FormatFaultException">The header is truncated, makes no sense, or is of a kind that is not read.</exception>
    public static TargaRaster Open(ReadOnlyMemory<byte> file) => new(file, TargaHeader.Read(file.Span));

    /// <inheritdoc/>
    public void Verify()
    {
        if (PixelsOffset > _file.Length)
            throw FormatFaultException.Header($"its pixels would begin at byte {PixelsOffset} of {_file.Length}");
    }

    /// <inheritdoc/>
    public void Read(Span<byte> rgba, DecodingDeadline deadline)
    {
        var packets = new TargaPackets(_file.Span[(int)PixelsOffset..], _header.PixelBytes, _header.IsPacked);
        int step = _header.IsRightFirst ? -PixelBytes.Count : PixelBytes.Count;
        for (int i = 0; i < Height; i++)
        {
            deadline.Check();
            int y = _header.IsTopFirst ? i : Height - 1 - i;
            Span<byte> row = rgba.Slice(y * Width * PixelBytes.Count, Width * PixelBytes.Count);
            int at = _header.IsRightFirst ? row.Length - PixelBytes.Count : 0;
            for (int x = 0; x < Width; x++, at += step)
                Set(row.Slice(at, PixelBytes.Count), packets.Next());
        }
    }

    private void Set(Span<byte> target, ReadOnlySpan<byte> pixel)
    {
        if (_header.Kind == 1)
            SetColor(target, Color(pixel[0]));
        else if (_header.Kind == 3)
            PixelBytes.SetGray(target, pixel[0], pixel.Length > 1 ? pixel[1] : byte.MaxValue);
        else
            SetColor(target, pixel);
    }

    private ReadOnlySpan<byte> Color(int index)
    {
        int entry = index - _header.TableStart;
        if (entry < 0 || entry >= _header.TableCount)
            throw FormatFaultException.Damaged(
                $"index {index} has no colour: its table has {_header.TableCount} from {_header.TableStart} on");
        return _file.Span.Slice(_header.TableOffset + entry * _header.TableBytes, _header.TableBytes);
    }

    // Blue, green, red, alpha; or 5 bits each.
    private static void SetColor(Span<byte> target, ReadOnlySpan<byte> color)
    {
        if (color.Length == 2)
            PixelBytes.SetFiveBits(target, color[0] | color[1] << 8);
        else
            (target[0], target[1], target[2], target[3]) = (color[2], color[1], color[0], color.Length > 3 ? color[3] : byte.MaxValue);
    }
}
