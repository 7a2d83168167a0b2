using Fovea.Imaging.Pixels;
using Fovea.Inference;
using Fovea.Models.Preprocessing;

namespace Fovea.Models.Inputs;

/// <summary>
/// Images on their way into one model: a pooled input tensor with one slice per image, rented when the first is set, so that a request that waits holds
/// its upload only. Slices may be set at the same time; then they are only read.
/// </summary>
public sealed class PreparedImages : IDisposable
{
    private readonly Lazy<PooledTensor> _input;
    private readonly Preprocessor _preprocessor;
    private readonly PixelMapping[] _mappings;

    internal PreparedImages(Preprocessor preprocessor, int count, int capacity)
    {
        _preprocessor = preprocessor;
        _mappings = new PixelMapping[count];
        Count = count;
        Capacity = capacity;
        _input = new Lazy<PooledTensor>(() =>
        {
            var input = new PooledTensor(ElementType.Float32, preprocessor.Spec.InputShape(capacity));
            input.Tensor.Span<float>()[(count * preprocessor.Spec.ElementCount)..].Clear();
            return input;
        });
    }

    /// <summary>The number of images.</summary>
    public int Count { get; }

    /// <summary>The images that there is room for: what the model's batch makes of <see cref="Count"/>.</summary>
    public int Capacity { get; }

    /// <summary>The input tensor of all the images, valid until this is disposed.</summary>
    public Tensor Tensor => new(
        ElementType.Float32, _preprocessor.Spec.InputShape(Count), _input.Value.Tensor.Bytes[..(Count * _preprocessor.Spec.ElementCount * sizeof(float))]);

    /// <summary>The same with the zeros behind it that fill the batch that the model insists on.</summary>
    internal Tensor Padded => _input.Value.Tensor;

    private Span<float> Values => _input.Value.Tensor.Span<float>();

    /// <summary>Where the pixels of each image went; meaningless for an image that is not set.</summary>
    public IReadOnlyList<PixelMapping> Mappings => _mappings;

    /// <summary>Pre-processes one image into its slice.</summary>
    public void Set(int index, DecodedImage image)
    {
        int length = _preprocessor.Spec.ElementCount;
        _mappings[index] = _preprocessor.Run(image, Values.Slice(index * length, length));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_input.IsValueCreated)
            _input.Value.Dispose();
    }
}
