using System.Numerics;
using Fovea.Imaging.Buffers;
using Fovea.Imaging.Pixels;
using Fovea.Imaging.Resampling;
using Fovea.Imaging.Resizing;
using Fovea.Inference;

namespace Fovea.Models.Preprocessing;

/// <summary>
/// Turns images into input tensors, bit for bit as Pillow, torchvision and numpy do. Thread-safe; allocates nothing in steady state.
/// </summary>
public sealed class Preprocessor
{
    private readonly TensorWriter _writer;
    private readonly Resizer _resizer;
    private readonly DeepPreprocessor? _deep;

    /// <summary>Prepares the tables for a specification.</summary>
    public Preprocessor(PreprocessingSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        Spec = spec;
        _writer = TensorWriter.Of(spec);
        _resizer = new Resizer(spec.Resize.Filter);
        _deep = spec.KeepsDepth ? new DeepPreprocessor(spec) : null;
    }

    /// <summary>The specification.</summary>
    public PreprocessingSpec Spec { get; }

    /// <summary>
    /// What prepares an image in the size of its own, where the specification has sizes that follow the pictures'
    /// (<see cref="PreprocessingSpec.SideMultiple"/>); else this object.
    /// </summary>
    public Preprocessor For(DecodedImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (Spec.SideMultiple is not { } multiple)
            return this;
        (int width, int height) = Map(image).ResizedSize;
        return new Preprocessor(Spec with
        {
            Width = Math.Max(RoundUp(width, multiple), Spec.IsTiled ? Spec.Width : 1),
            Height = Math.Max(RoundUp(height, multiple), Spec.IsTiled ? Spec.Height : 1),
            SideMultiple = null,
            IsTiled = false,
        });
    }

    /// <summary>Writes one image into its place in a batch: [N,C,H,W] or [N,H,W,C], or without N for one image.</summary>
    /// <param name="image">The image.</param>
    /// <param name="batch">The tensor, of the input's element type.</param>
    /// <param name="index">Which image of the batch it is, from 0.</param>
    /// <returns>How the image was mapped to the input.</returns>
    /// <exception cref="ArgumentException">The tensor has elements of another type, or does not have that image.</exception>
    public PixelMapping Run(DecodedImage image, Tensor batch, int index)
    {
        ArgumentNullException.ThrowIfNull(batch);
        int length = Spec.ElementCount;
        if (index < 0 || (index + 1L) * length > batch.Shape.ElementCount)
            throw new ArgumentException($"{batch} has no image {index} of {length} values.", nameof(batch));
        return batch.ElementType switch
        {
            ElementType.UInt8 => Run(image, batch.Span<byte>().Slice(index * length, length)),
            ElementType.Float16 => Run(image, batch.Span<Half>().Slice(index * length, length)),
            ElementType.Float64 => Run(image, batch.Span<double>().Slice(index * length, length)),
            _ => Run(image, batch.Span<float>().Slice(index * length, length)),
        };
    }

    /// <summary>
    /// Writes one image into its slice of a batch: <see cref="PreprocessingSpec.ElementCount"/> values, [C,H,W] or [H,W,C].
    /// </summary>
    /// <typeparam name="T">The type of the tensor's elements.</typeparam>
    /// <returns>How the image was mapped to the input.</returns>
    /// <exception cref="ArgumentException">The destination has another length, or elements of another type.</exception>
    public PixelMapping Run<T>(DecodedImage image, Span<T> destination)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(image);
        if (_writer is not TensorWriter<T> writer)
            throw new ArgumentException($"The input's elements are {Spec.ElementType}, not {typeof(T).Name}.", nameof(destination));
        if (destination.Length != Spec.ElementCount)
            throw new ArgumentException($"One image takes {Spec.ElementCount} values, not {destination.Length}.", nameof(destination));

        PixelMapping mapping = Map(image);
        if (_deep is not null && image.Deep is not null)
        {
            _deep.Run(image, mapping, writer, destination);
            return mapping;
        }

        bool turned = Spec.ApplyExifOrientation && image.Orientation != ExifOrientation.Normal;
        bool gray = Spec.Channels == ChannelOrder.Gray;
        bool alpha = BlendsAlpha(mapping) && PremultipliedAlpha.IsNeeded(image.Pixels);
        var rows = new TensorRows<T>(writer, destination, alpha);
        if (!turned && !gray && !alpha && Spec.Background is null)
        {
            CropAndResize(new PixelRows(image.Pixels, image.Width, image.Height, 4), mapping, rows);
            return mapping;
        }

        (int width, int height) = turned ? mapping.ShownSize : mapping.StoredSize;
        int pixelBytes = gray ? 1 : 4;
        byte[] prepared = BufferPool.Shared.Rent(width * height * pixelBytes);
        try
        {
            Span<byte> pixels = prepared.AsSpan(0, width * height * pixelBytes);
            PixelPreparation.Run(image, turned, Spec.Background, gray, pixels);
            if (alpha)
                PremultipliedAlpha.Multiply(pixels);
            CropAndResize(new PixelRows(pixels, width, height, pixelBytes), mapping, rows);
        }
        finally
        {
            BufferPool.Shared.Return(prepared);
        }

        return mapping;
    }

    // Where the network takes alpha, and pixels are mixed with others.
    private bool BlendsAlpha(PixelMapping mapping) =>
        Spec.Channels == ChannelOrder.Rgba && Spec.Background is null
        && Spec.Resize.Filter is not (ResizeFilter.Nearest or ResizeFilter.OpenCvNearest)
        && mapping.ResizedSize != (mapping.ResizedRegion.Width, mapping.ResizedRegion.Height);

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
            Ratio = Spec.Resize.RatioOf(region?.Width ?? width, region?.Height ?? height),
            Columns = Window(resizedWidth, Spec.Width),
            Rows = Window(resizedHeight, Spec.Height),
            InputSize = (Spec.Width, Spec.Height),
        };
    }

    private static int RoundUp(int side, int multiple) => (side + multiple - 1) / multiple * multiple;

    private CropWindow Window(int size, int crop) =>
        Spec.Place == ImagePlace.TopLeft ? CropWindow.Start(size, crop) : CropWindow.Center(size, crop, Spec.Crop);

    private static (int X, int Y, int Width, int Height) Centre(int width, int height, SourceCrop crop)
    {
        (int cropWidth, int cropHeight) = crop.Size(width, height);
        return ((width - cropWidth) / 2, (height - cropHeight) / 2, cropWidth, cropHeight);
    }

    private void CropAndResize<T>(PixelRows source, PixelMapping mapping, TensorRows<T> rows)
        where T : unmanaged, INumberBase<T>
    {
        if (mapping.SourceRegion is not { } region)
        {
            Resize(source, mapping, rows);
            return;
        }

        int pitch = region.Width * source.PixelBytes;
        byte[] cropped = BufferPool.Shared.Rent(pitch * region.Height);
        try
        {
            for (int y = 0; y < region.Height; y++)
                source.Row(region.Y + y, region.X)[..pitch].CopyTo(cropped.AsSpan(y * pitch));
            Resize(new PixelRows(cropped.AsSpan(0, pitch * region.Height), region.Width, region.Height, source.PixelBytes), mapping, rows);
        }
        finally
        {
            BufferPool.Shared.Return(cropped);
        }
    }

    private void Resize<T>(PixelRows source, PixelMapping mapping, TensorRows<T> rows)
        where T : unmanaged, INumberBase<T>
    {
        if (mapping.Columns.Count < Spec.Width || mapping.Rows.Count < Spec.Height)
            rows.FillPadding();
        (int width, int height) = mapping.ResizedSize;
        _resizer.Run(source, width, height, mapping.Columns, mapping.Rows, rows);
    }

    /// <summary>Writes the rows of the resized image into its slice of the tensor.</summary>
    private readonly ref struct TensorRows<T>(TensorWriter<T> writer, Span<T> tensor, bool premultiplied) : IPixelRowSink
        where T : unmanaged, INumberBase<T>
    {
        private readonly Span<T> _tensor = tensor;

        public void FillPadding() => writer.FillPadding(_tensor);

        public void WriteRow(ReadOnlySpan<byte> pixels, int x, int y)
        {
            if (!premultiplied)
            {
                writer.WriteRow(pixels, x, y, _tensor);
                return;
            }

            byte[] row = BufferPool.Shared.Rent(pixels.Length);
            Span<byte> divided = row.AsSpan(0, pixels.Length);
            pixels.CopyTo(divided);
            PremultipliedAlpha.Divide(divided);
            writer.WriteRow(divided, x, y, _tensor);
            BufferPool.Shared.Return(row);
        }
    }
}
