using Fovea.Imaging.Pixels;
using Fovea.Inference;
using Fovea.Models.Preprocessing;
using Fovea.Models.Preprocessing.Companions;

namespace Fovea.Models.Inputs;

/// <summary>
/// The pre-processed images of one request: a pooled input tensor with one slice per image, and what else the network takes of each. The
/// tensor is rented when the first slice is set, so that a waiting request holds only its upload. Different slices may be set by several
/// threads at the same time; the tensor is read after all are set.
/// </summary>
public sealed class PreparedImages : IDisposable
{
    private readonly Lazy<PooledTensor> _input;
    private readonly Preprocessor _preprocessor;
    private readonly Lazy<CompanionTensors> _companions;
    private readonly PixelMapping[] _mappings;

    /// <param name="preprocessor">Prepares the images.</param>
    /// <param name="companions">What fills each input, in the graph's order; null at the image's.</param>
    /// <param name="count">The number of images.</param>
    /// <param name="capacity">The number of slices.</param>
    internal PreparedImages(Preprocessor preprocessor, IReadOnlyList<CompanionInput?> companions, int count, int capacity)
    {
        _companions = new Lazy<CompanionTensors>(() => new CompanionTensors(companions, preprocessor.Spec, capacity));
        _preprocessor = preprocessor;
        _mappings = new PixelMapping[count];
        Count = count;
        Capacity = capacity;
        _input = new Lazy<PooledTensor>(() =>
        {
            var input = new PooledTensor(preprocessor.Spec.ElementType, preprocessor.Spec.RowsShape(capacity));
            input.Tensor.Bytes.Span[(count * RowBytes)..].Clear();
            return input;
        });
    }

    /// <summary>The number of images.</summary>
    public int Count { get; }

    /// <summary>The number of slices: <see cref="Count"/>, rounded up to a multiple of the model's fixed batch size.</summary>
    public int Capacity { get; }

    /// <summary>The input tensor of the images, with a row for each, valid until this is disposed.</summary>
    public Tensor Tensor => new(
        _preprocessor.Spec.ElementType, _preprocessor.Spec.RowsShape(Count), _input.Value.Tensor.Bytes[..(Count * RowBytes)]);

    /// <summary>The input tensor of all slices: the images, and zeros up to <see cref="Capacity"/>.</summary>
    internal Tensor Padded => _input.Value.Tensor;

    /// <summary>All inputs of all slices, in the graph's order.</summary>
    public IReadOnlyList<Tensor> Inputs => _companions.Value.With(Padded);

    private int RowBytes => _preprocessor.Spec.ElementCount * _preprocessor.Spec.ElementType.SizeInBytes();

    /// <summary>How each image was mapped to the input; undefined for an image that is not set.</summary>
    public IReadOnlyList<PixelMapping> Mappings => _mappings;

    /// <summary>Pre-processes one image into its slice.</summary>
    /// <returns>How images are prepared.</returns>
    public PreprocessingSpec Set(int index, DecodedImage image)
    {
        _mappings[index] = _preprocessor.Run(image, _input.Value.Tensor, index);
        _companions.Value.Set(index, _mappings[index]);
        return _preprocessor.Spec;
    }

    /// <summary>The first images as the inputs of one run.</summary>
    /// <param name="inputs">The run's inputs.</param>
    internal Tensor[] FirstRun(IReadOnlyList<PlanValue> inputs) =>
    [
        .. Inputs.Zip(inputs, (rows, input) => new Tensor(
            rows.ElementType, input.Shape,
            rows.Bytes[..checked((int)(input.Shape.ElementCount * rows.ElementType.SizeInBytes()))])),
    ];

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_input.IsValueCreated)
            _input.Value.Dispose();
    }
}
