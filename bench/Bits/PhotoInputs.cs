using System.Runtime.InteropServices;
using Fovea.Bench.Contract;
using Fovea.Imaging.Decoding;
using Fovea.Imaging.Pixels;
using Fovea.Imaging.Resampling;
using Fovea.Imaging.Resizing;
using Fovea.Models.Preprocessing;

namespace Fovea.Bench.Bits;

/// <summary>Photos as input batches for networks that take one colour image per row.</summary>
internal sealed class PhotoInputs : IDisposable
{
    /// <summary>The most photos to use, the first ones in alphabetical order.</summary>
    private const int MaxPhotos = 4;

    private readonly List<DecodedImage> _photos = [];

    /// <exception cref="ArgumentException">The folder holds no photo that can be read.</exception>
    public PhotoInputs(string folder)
    {
        var decoder = new SkiaImageDecoder();
        foreach (string path in Directory.GetFiles(folder).Order(StringComparer.Ordinal))
        {
            if (_photos.Count == MaxPhotos)
                break;
            try
            {
                _photos.Add(decoder.Decode(File.ReadAllBytes(path)));
            }
            catch (ImageException)
            {
                continue;
            }
        }

        if (_photos.Count == 0)
            throw new ArgumentException($"--photos {folder}: no file in it is an image that can be read.");
    }

    /// <summary>Batches of photos for a plan, which together contain each photo; none if the plan's input is not a colour image.</summary>
    public IEnumerable<byte[][]> For(IReadOnlyList<ValueInfo> inputs)
    {
        if (inputs is not [{ ElementType: "Float32" or "UInt8", Extents: [> 0, _, _, _] extents } input]
            || Spec(input) is not PreprocessingSpec spec)
            yield break;
        var preprocessor = new Preprocessor(spec);
        int rows = (int)extents[0];
        for (int first = 0; first < _photos.Count; first += rows)
            yield return [Batch(preprocessor, input, first, rows)];
    }

    public void Dispose() => _photos.ForEach(p => p.Dispose());

    private byte[] Batch(Preprocessor preprocessor, ValueInfo input, int first, int rows)
    {
        int elements = preprocessor.Spec.ElementCount;
        float[] values = new float[rows * elements];
        for (int row = 0; row < rows; row++)
            preprocessor.Run(_photos[(first + row) % _photos.Count], values.AsSpan(row * elements, elements));
        return input.ElementType == "UInt8" ? Array.ConvertAll(values, v => (byte)v) : MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
    }

    private static PreprocessingSpec? Spec(ValueInfo input) => input.Extents switch
    {
        [_, 3, long height, long width] => Spec(input, TensorLayout.Nchw, height, width),
        [_, long height, long width, 3] => Spec(input, TensorLayout.Nhwc, height, width),
        _ => null,
    };

    private static PreprocessingSpec Spec(ValueInfo input, TensorLayout layout, long height, long width) => new()
    {
        Width = (int)width,
        Height = (int)height,
        Channels = ChannelOrder.Rgb,
        Layout = layout,
        Resize = ResizeRule.Exact((int)width, (int)height, ResizeFilter.Bilinear),
        Crop = CropRounding.HalfEven,
        Normalization = input.ElementType == "UInt8" ? Normalization.None : Normalization.ImageNet,
        ApplyExifOrientation = true,
        Background = null,
    };
}
