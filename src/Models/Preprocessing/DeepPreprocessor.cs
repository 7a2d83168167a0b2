using System.Numerics;
using System.Runtime.InteropServices;
using Fovea.Imaging.Buffers;
using Fovea.Imaging.Pixels;
using Fovea.Imaging.Resampling;
using Fovea.Imaging.Resizing;

namespace Fovea.Models.Preprocessing;

/// <summary>
/// Turns images with more than 8 bits per sample into input tensors, a channel at a time, in float32. Thread-safe; allocates nothing in
/// steady state.
/// </summary>
/// <param name="spec">How images are prepared; its channels are gray or colours.</param>
internal sealed class DeepPreprocessor(PreprocessingSpec spec)
{
    private readonly PlaneResizer _resizer = new(spec.Resize.Filter);

    /// <summary>Whether images are prepared with all of their bits in a way; else they are in bytes only.</summary>
    public static bool Supports(ChannelOrder channels) => channels is ChannelOrder.Gray or ChannelOrder.Rgb or ChannelOrder.Bgr;

    /// <summary>Whether images are resized with all of their bits by a filter.</summary>
    public static bool Supports(ResizeFilter filter) => PlaneResizer.Supports(filter);

    /// <summary>Writes one image into its slice of a tensor.</summary>
    /// <param name="image">The image, with <see cref="DecodedImage.Deep"/>.</param>
    /// <param name="mapping">How it is mapped to the input.</param>
    /// <param name="writer">Writes values into the tensor.</param>
    /// <param name="tensor">The slice.</param>
    public void Run<T>(DecodedImage image, PixelMapping mapping, TensorWriter<T> writer, Span<T> tensor)
        where T : unmanaged, INumberBase<T>
    {
        if (mapping.Columns.Count < spec.Width || mapping.Rows.Count < spec.Height)
            writer.FillPadding(tensor);
        for (int channel = 0; channel < spec.ChannelCount; channel++)
        {
            var rows = new ChannelRows<T>(writer, channel, tensor);
            int source = Source(channel);
            if (PlanePreparation.IsStored(image, mapping.Upright, spec.Background, source))
                Resize(image.Deep!.Plane(image.Deep.IsGray ? 0 : source), mapping, rows);
            else
                Prepare(image, source, mapping, rows);
        }
    }

    private void Prepare<T>(DecodedImage image, int source, PixelMapping mapping, ChannelRows<T> rows)
        where T : unmanaged, INumberBase<T>
    {
        int count = image.Width * image.Height;
        byte[] rented = BufferPool.Shared.Rent(count * sizeof(float));
        try
        {
            Span<float> plane = MemoryMarshal.Cast<byte, float>(rented.AsSpan())[..count];
            PlanePreparation.Run(image, mapping.Upright, spec.Background, source, plane);
            Resize(plane, mapping, rows);
        }
        finally
        {
            BufferPool.Shared.Return(rented);
        }
    }

    private int Source(int channel) => spec.Channels switch
    {
        ChannelOrder.Gray => PlanePreparation.Luminance,
        ChannelOrder.Bgr => 2 - channel,
        _ => channel,
    };

    private void Resize<T>(ReadOnlySpan<float> plane, PixelMapping mapping, ChannelRows<T> rows)
        where T : unmanaged, INumberBase<T>
    {
        int pitch = mapping.WholeSize.Width;
        (int x, int y, int width, int height) = mapping.ResizedRegion;
        PlaneRows source = new PlaneRows(plane, pitch, mapping.WholeSize.Height, pitch).Part(x, y, width, height);
        _resizer.Run(source, mapping.ResizedSize.Width, mapping.ResizedSize.Height, mapping.Columns, mapping.Rows, rows);
    }

    /// <summary>Writes the rows of one channel of the resized image into the tensor.</summary>
    private readonly ref struct ChannelRows<T>(TensorWriter<T> writer, int channel, Span<T> tensor) : IPlaneRowSink
        where T : unmanaged, INumberBase<T>
    {
        private readonly Span<T> _tensor = tensor;

        public void WriteRow(ReadOnlySpan<float> values, int x, int y) => writer.WriteRow(values, channel, x, y, _tensor);
    }
}
