using Fovea.Imaging.Pixels;
using Fovea.Inference;
using Fovea.Models.Preprocessing;
using Fovea.Models.Preprocessing.Companions;

namespace Fovea.Models.Inputs;

/// <summary>
/// The pre-processed images of one request, each in an input tensor of the size of its own. Different images may be set by several threads
/// at the same time; a tensor is read after it is set.
/// </summary>
/// <param name="preprocessor">Prepares them; its specification has sizes that follow the pictures'.</param>
/// <param name="inputs">What the network takes.</param>
/// <param name="count">The number of images.</param>
internal sealed class PreparedPictures(Preprocessor preprocessor, ModelInputs inputs, int count) : IDisposable
{
    private const long MostBytes = 1L << 30;

    private long _bytes;

    private readonly PooledTensor?[] _images = new PooledTensor[count];

    private readonly Tensor[][] _inputs = new Tensor[count][];

    private readonly PixelMapping[] _mappings = new PixelMapping[count];

    /// <summary>How an image was mapped to its input.</summary>
    public PixelMapping MappingOf(int index) => _mappings[index];

    /// <summary>The inputs for an image, of one row each, in the graph's order, valid until this is disposed.</summary>
    public IReadOnlyList<Tensor> InputsOf(int index) => _inputs[index];

    /// <summary>Pre-processes one image.</summary>
    /// <param name="index">Which one it is.</param>
    /// <param name="image">The image.</param>
    /// <param name="check">Is shown the inputs' shapes before memory is taken for them; may throw.</param>
    /// <returns>How the image is prepared, in the size of its own.</returns>
    public PreprocessingSpec Set(int index, DecodedImage image, Action<IReadOnlyList<Shape>> check)
    {
        Preprocessor own = preprocessor.For(image);
        IReadOnlyList<Shape> shapes = inputs.ShapesFor(own.Spec, images: 1);
        check(shapes);
        CheckBytes(own.Spec);
        var input = new PooledTensor(own.Spec.ElementType, own.Spec.InputShape(1));
        _images[index] = input;
        _mappings[index] = own.Run(image, input.Tensor, 0);
        var companions = new CompanionTensors(inputs.Companions, own.Spec, 1);
        companions.Set(0, _mappings[index]);
        _inputs[index] = companions.With(input.Tensor);
        if (preprocessor.Spec.IsTiled && (_mappings[index].Columns.Offset, _mappings[index].Rows.Offset) == (0, 0))
            ContinueEdges(input.Tensor, own.Spec, _mappings[index]);
        return own.Spec;
    }

    // All inputs of a request are held until it is answered.
    private void CheckBytes(PreprocessingSpec own)
    {
        long bytes = (long)own.ElementCount * own.ElementType.SizeInBytes();
        if (Interlocked.Add(ref _bytes, bytes) > MostBytes)
        {
            throw new ActivationLimitException(
                $"The inputs of the request's images would take more than {MostBytes:N0} bytes, each in the size of its own. Send " +
                "fewer or smaller images.");
        }
    }

    // A network of pictures sees no edge between a small picture and the padding: the last column and row of the picture go on.
    private static void ContinueEdges(Tensor input, PreprocessingSpec spec, PixelMapping mapping)
    {
        bool isLast = spec.Layout.IsChannelsLast();
        int pixel = spec.ElementType.SizeInBytes() * (isLast ? spec.ChannelCount : 1), row = spec.Width * pixel;
        Span<byte> values = input.Bytes.Span;
        for (int plane = 0; plane < (isLast ? 1 : spec.ChannelCount); plane++)
        {
            Span<byte> pixels = values.Slice(plane * spec.Height * row, spec.Height * row);
            for (int y = 0; y < spec.Height; y++)
            {
                Span<byte> line = pixels.Slice(y * row, row);
                if (y >= mapping.Rows.Count)
                {
                    pixels.Slice((mapping.Rows.Count - 1) * row, row).CopyTo(line);
                    continue;
                }

                for (int x = mapping.Columns.Count; x < spec.Width; x++)
                    line.Slice((x - 1) * pixel, pixel).CopyTo(line[(x * pixel)..]);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (PooledTensor? image in _images)
            image?.Dispose();
    }
}
