using Fovea.Models.Buffers;
using Fovea.Models.Imaging;
using Fovea.Models.Preprocessing.Resampling;

namespace Fovea.Models.Preprocessing;

/// <summary>Turns images into input tensors, bit for bit as Pillow, torchvision and numpy do. Immutable and thread-safe; allocates nothing in steady state.</summary>
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
        _resizer = new Resizer(spec.Resize.Filter, _writer);
    }

    /// <summary>What this preprocessor does.</summary>
    public PreprocessingSpec Spec { get; }

    /// <summary>Writes one image into its slice of a batch: <see cref="PreprocessingSpec.ElementCount"/> values, [C,H,W] or [H,W,C].</summary>
    /// <exception cref="ArgumentException">The destination has another length.</exception>
    public void Run(DecodedImage image, Span<float> destination)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (destination.Length != Spec.ElementCount)
            throw new ArgumentException($"One image takes {Spec.ElementCount} values, not {destination.Length}.", nameof(destination));

        bool turned = Spec.ApplyExifOrientation && image.Orientation != ExifOrientation.Normal;
        bool gray = Spec.Channels == ChannelOrder.Gray;
        if (!turned && !gray && Spec.Background is null)
        {
            Resize(new PixelRows(image.Pixels, image.Width, image.Height, 4), destination);
            return;
        }

        bool swapped = turned && image.Orientation >= ExifOrientation.Transpose;
        (int width, int height) = swapped ? (image.Height, image.Width) : (image.Width, image.Height);
        int pixelBytes = gray ? 1 : 4;
        byte[] prepared = BufferPool.Shared.Rent(width * height * pixelBytes);
        try
        {
            PixelPreparation.Run(image, turned, Spec.Background, gray, prepared);
            Resize(new PixelRows(prepared.AsSpan(0, width * height * pixelBytes), width, height, pixelBytes), destination);
        }
        finally
        {
            BufferPool.Shared.Return(prepared);
        }
    }

    private void Resize(PixelRows source, Span<float> destination)
    {
        (int width, int height) = Spec.Resize.TargetSize(source.Width, source.Height);
        var columns = CropWindow.Center(width, Spec.Width, Spec.Crop);
        var rows = CropWindow.Center(height, Spec.Height, Spec.Crop);
        if (columns.Count < Spec.Width || rows.Count < Spec.Height)
            _writer.FillBlack(destination);
        _resizer.Run(source, width, height, columns, rows, destination);
    }
}
