using Fovea.Imaging.Buffers;
using Fovea.Imaging.Pixels;
using Fovea.Imaging.Resizing;

namespace Fovea.Models.Preprocessing;

/// <summary>
/// Turns images into input tensors, bit for bit as Pillow, torchvision and numpy do. Thread-safe; allocates nothing in steady state.
/// </summary>
public sealed class Preprocessor
{
    private readonly TensorWriter _writer;
    private readonly Resizer _resizer;

    /// <summary>Prepares the tables for a specification.</summary>
    public Preprocessor(PreprocessingSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        Spec = spec;
        _writer = new TensorWriter(spec);
        _resizer = new Resizer(spec.Resize.Filter);
    }

    /// <summary>The specification.</summary>
    public PreprocessingSpec Spec { get; }

    /// <summary>
    /// Writes one image into its slice of a batch: <see cref="PreprocessingSpec.ElementCount"/> values, [C,H,W] or [H,W,C].
    /// </summary>
    /// <returns>How the image was mapped to the input.</returns>
    /// <exception cref="ArgumentException">The destination has another length.</exception>
    public PixelMapping Run(DecodedImage image, Span<float> destination)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (destination.Length != Spec.ElementCount)
            throw new ArgumentException($"One image takes {Spec.ElementCount} values, not {destination.Length}.", nameof(destination));

        PixelMapping mapping = Map(image);
        bool turned = Spec.ApplyExifOrientation && image.Orientation != ExifOrientation.Normal;
        bool gray = Spec.Channels == ChannelOrder.Gray;
        if (!turned && !gray && Spec.Background is null)
        {
            CropAndResize(new PixelRows(image.Pixels, image.Width, image.Height, 4), mapping, destination);
            return mapping;
        }

        (int width, int height) = turned ? mapping.ShownSize : mapping.StoredSize;
        int pixelBytes = gray ? 1 : 4;
        byte[] prepared = BufferPool.Shared.Rent(width * height * pixelBytes);
        try
        {
            PixelPreparation.Run(image, turned, Spec.Background, gray, prepared);
            CropAndResize(new PixelRows(prepared.AsSpan(0, width * height * pixelBytes), width, height, pixelBytes), mapping, destination);
        }
        finally
        {
            BufferPool.Shared.Return(prepared);
        }

        return mapping;
    }

    private PixelMapping Map(DecodedImage image)
    {
        bool swapped = Spec.ApplyExifOrientation && image.Orientation.SwapsSides();
        (int width, int height) = swapped ? (image.Height, image.Width) : (image.Width, image.Height);
        (int X, int Y, int Width, int Height)? region = Spec.SourceCrop is { } crop ? Centre(width, height, crop) : null;
        (int resizedWidth, int resizedHeight) = Spec.Resize.TargetSize(region?.Width ?? width, region?.Height ?? height);
        return new PixelMapping
        {
            StoredSize = (image.Width, image.Height),
            Orientation = image.Orientation,
            Upright = Spec.ApplyExifOrientation,
            SourceRegion = region,
            ResizedSize = (resizedWidth, resizedHeight),
            Columns = CropWindow.Center(resizedWidth, Spec.Width, Spec.Crop),
            Rows = CropWindow.Center(resizedHeight, Spec.Height, Spec.Crop),
        };
    }

    private static (int X, int Y, int Width, int Height) Centre(int width, int height, SourceCrop crop)
    {
        (int cropWidth, int cropHeight) = crop.Size(width, height);
        return ((width - cropWidth) / 2, (height - cropHeight) / 2, cropWidth, cropHeight);
    }

    private void CropAndResize(PixelRows source, PixelMapping mapping, Span<float> destination)
    {
        if (mapping.SourceRegion is not { } region)
        {
            Resize(source, mapping, destination);
            return;
        }

        int pitch = region.Width * source.PixelBytes;
        byte[] cropped = BufferPool.Shared.Rent(pitch * region.Height);
        try
        {
            for (int y = 0; y < region.Height; y++)
                source.Row(region.Y + y, region.X)[..pitch].CopyTo(cropped.AsSpan(y * pitch));
            var rows = new PixelRows(cropped.AsSpan(0, pitch * region.Height), region.Width, region.Height, source.PixelBytes);
            Resize(rows, mapping, destination);
        }
        finally
        {
            BufferPool.Shared.Return(cropped);
        }
    }

    private void Resize(PixelRows source, PixelMapping mapping, Span<float> destination)
    {
        if (mapping.Columns.Count < Spec.Width || mapping.Rows.Count < Spec.Height)
            _writer.FillPadding(destination);
        (int width, int height) = mapping.ResizedSize;
        _resizer.Run(source, width, height, mapping.Columns, mapping.Rows, new TensorRows(_writer, destination));
    }

    /// <summary>Writes the rows of the resized image into its slice of the tensor.</summary>
    private readonly ref struct TensorRows(TensorWriter writer, Span<float> tensor) : IPixelRowSink
    {
        private readonly Span<float> _tensor = tensor;

        public void WriteRow(ReadOnlySpan<byte> pixels, int x, int y) => writer.WriteRow(pixels, x, y, _tensor);
    }
}
