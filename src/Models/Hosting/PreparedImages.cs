using Fovea.Inference;
using Fovea.Models.Imaging;
using Fovea.Models.Preprocessing;

namespace Fovea.Models.Hosting;

/// <summary>Images on their way into one model: a pooled input tensor with one slice per image. Filled by one request, then only read.</summary>
public sealed class PreparedImages : IDisposable
{
    private readonly PooledTensor _input;
    private readonly Preprocessor _preprocessor;

    internal PreparedImages(Preprocessor preprocessor, int count, int capacity)
    {
        _preprocessor = preprocessor;
        Count = count;
        _input = new PooledTensor(ElementType.Float32, preprocessor.Spec.InputShape(capacity));
        Values[(count * preprocessor.Spec.ElementCount)..].Clear();
    }

    /// <summary>The number of images.</summary>
    public int Count { get; }

    /// <summary>The input tensor of all the images, valid until this is disposed.</summary>
    public Tensor Tensor => Slice(0, Count);

    private Span<float> Values => _input.Tensor.Span<float>();

    /// <summary>Pre-processes one image into its slice.</summary>
    public void Set(int index, DecodedImage image)
    {
        int length = _preprocessor.Spec.ElementCount;
        _preprocessor.Run(image, Values.Slice(index * length, length));
    }

    /// <inheritdoc/>
    public void Dispose() => _input.Dispose();

    /// <summary>The input tensor that holds the images from <paramref name="first"/> on, <paramref name="batch"/> of them.</summary>
    internal Tensor Slice(int first, int batch)
    {
        int bytes = _preprocessor.Spec.ElementCount * sizeof(float);
        return new Tensor(ElementType.Float32, _preprocessor.Spec.InputShape(batch), _input.Tensor.Bytes.Slice(first * bytes, batch * bytes));
    }
}
