using Fovea.Imaging.Pixels;
using Fovea.Imaging.Resampling;
using Fovea.Imaging.Resizing;
using Fovea.Inference;
using Fovea.Models.Preprocessing;

namespace Fovea.Models.Pictures;

/// <summary>The colours of a picture of which a network gets the luminance alone: what it sees of it, one byte a pixel and plane.</summary>
internal sealed class ChrominancePlanes
{
    private readonly byte[] _cb;
    private readonly byte[] _cr;

    private ChrominancePlanes(byte[] cb, byte[] cr) => (_cb, _cr) = (cb, cr);

    /// <summary>Reads them, at the size of the network's input.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="prepared">How it is prepared for the network.</param>
    public static ChrominancePlanes Read(DecodedImage image, PreprocessingSpec prepared)
    {
        PreprocessingSpec colours = prepared with
        {
            Channels = ChannelOrder.Rgb,
            Layout = TensorLayout.Nhwc,
            ElementType = ElementType.UInt8,
            Normalization = Normalization.None,
        };
        byte[] pixels = new byte[colours.ElementCount];
        new Preprocessor(colours).Run<byte>(image, pixels);
        var planes = new ChrominancePlanes(new byte[pixels.Length / 3], new byte[pixels.Length / 3]);
        for (int i = 0; i < planes._cb.Length; i++)
            (planes._cb[i], planes._cr[i]) = YCbCr.Chrominance(pixels[3 * i], pixels[3 * i + 1], pixels[3 * i + 2]);
        return planes;
    }

    /// <summary>The part of the picture that is in the input, enlarged by Pillow's bicubic filter.</summary>
    /// <param name="mapping">How the picture was prepared.</param>
    /// <param name="scale">How many times as long the sides become.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public (byte[] Cb, byte[] Cr) Enlarge(PixelMapping mapping, int scale, CancellationToken cancellationToken) =>
        (Enlarge(_cb, mapping, scale, cancellationToken), Enlarge(_cr, mapping, scale, cancellationToken));

    private static byte[] Enlarge(byte[] plane, PixelMapping mapping, int scale, CancellationToken cancellationToken)
    {
        (int x, int width) = (mapping.Columns.Offset, mapping.Columns.Count);
        (int y, int height) = (mapping.Rows.Offset, mapping.Rows.Count);
        byte[] seen = new byte[width * height];
        for (int row = 0; row < height; row++)
            plane.AsSpan(((y + row) * mapping.InputSize.Width) + x, width).CopyTo(seen.AsSpan(row * width));
        byte[] enlarged = new byte[width * scale * height * scale];
        new Resizer(ResizeFilter.Bicubic).Run(
            new PixelRows(seen, width, height, 1), width * scale, height * scale, CropWindow.Start(width * scale, width * scale),
            CropWindow.Start(height * scale, height * scale), new Plane(enlarged, width * scale, cancellationToken));
        return enlarged;
    }

    private readonly struct Plane(byte[] bytes, int width, CancellationToken cancellation) : IPixelRowSink
    {
        public void WriteRow(ReadOnlySpan<byte> pixels, int x, int y)
        {
            cancellation.ThrowIfCancellationRequested();
            pixels.CopyTo(bytes.AsSpan((y * width) + x));
        }
    }
}
