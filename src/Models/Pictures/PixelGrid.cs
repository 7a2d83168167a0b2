using Fovea.Inference;
using Fovea.Models.FeatureMaps;
using Fovea.Models.FeatureMaps.Drawing;

namespace Fovea.Models.Pictures;

/// <summary>The pixels of a picture, gray or red, green and blue, in the files that it can be sent as. Immutable.</summary>
/// <param name="Width">The width in pixels.</param>
/// <param name="Height">The height in pixels.</param>
/// <param name="Channels">1 or 3.</param>
/// <param name="Values">The values [height,width,channels].</param>
internal sealed record PixelGrid(int Width, int Height, int Channels, byte[] Values)
{
    /// <summary>The longest side of a JPEG.</summary>
    public const int MostJpegSide = 65535;

    /// <summary>The picture as PNG.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public byte[] EncodePng(CancellationToken cancellationToken)
    {
        using Canvas canvas = Draw();
        return canvas.EncodePng(cancellationToken);
    }

    /// <summary>The picture as JPEG; no side is longer than <see cref="MostJpegSide"/>.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public byte[] EncodeJpeg(CancellationToken cancellationToken)
    {
        using Canvas canvas = Draw();
        return canvas.EncodeJpeg(cancellationToken);
    }

    /// <summary>The values as a NumPy array: [height,width] of a gray picture, else [height,width,3].</summary>
    public byte[] EncodeNpy() =>
        NpyWriter.Write(Channels == 1 ? new Shape(Height, Width) : new Shape(Height, Width, Channels), Values);

    private Canvas Draw()
    {
        var canvas = new Canvas(Width, Height, 0);
        uint[] row = new uint[Width];
        for (int y = 0; y < Height; y++)
        {
            ReadOnlySpan<byte> values = Values.AsSpan(y * Width * Channels, Width * Channels);
            for (int x = 0; x < Width; x++)
            {
                row[x] = Channels == 1
                    ? values[x] * 0x010101u
                    : (uint)((values[3 * x] << 16) | (values[(3 * x) + 1] << 8) | values[(3 * x) + 2]);
            }

            canvas.SetRow(0, y, row);
        }

        return canvas;
    }
}
