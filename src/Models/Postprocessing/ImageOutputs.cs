using Fovea.Inference;
using Fovea.Models.Preprocessing;

namespace Fovea.Models.Postprocessing;

/// <summary>The outputs of a run for one image of its batch.</summary>
/// <param name="outputs">The run's outputs, each with one row per image.</param>
/// <param name="image">The index of the image's row.</param>
/// <param name="mapping">How the image was pre-processed.</param>
public readonly struct ImageOutputs(IReadOnlyList<Tensor> outputs, int image, PixelMapping mapping)
{
    // Those of other types than float32, converted when somebody first asks.
    private readonly float[]?[] _converted = new float[outputs.Count][];

    /// <summary>Maps positions in the network's input back to the image.</summary>
    public PixelMapping Mapping { get; } = mapping;

    /// <summary>What the task has kept of the picture itself; null where it keeps nothing.</summary>
    public object? Kept { get; init; }

    /// <summary>
    /// Cancelled when the answer is not wanted any more: the deadline has passed, or the caller has left. Loops over candidates, masks and
    /// rows look at it.
    /// </summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>The shape of an output for this image, without the batch axis.</summary>
    public Shape Shape(int output) => new([.. outputs[output].Shape.Skip(1)]);

    /// <summary>The elements of an output for this image, row-major.</summary>
    /// <typeparam name="T">The type of the output's elements.</typeparam>
    public ReadOnlySpan<T> Values<T>(int output)
        where T : unmanaged
    {
        Tensor tensor = outputs[output];
        int length = checked((int)(tensor.Shape.ElementCount / tensor.Shape[0]));
        return tensor.Span<T>().Slice(image * length, length);
    }

    /// <summary>The elements of an output of any numeric type for this image as float32, row-major.</summary>
    public ReadOnlySpan<float> Floats(int output)
    {
        Tensor tensor = outputs[output];
        if (tensor.ElementType == ElementType.Float32)
            return Values<float>(output);
        if (_converted[output] is not { } converted)
        {
            int length = checked((int)(tensor.Shape.ElementCount / tensor.Shape[0])) * tensor.ElementType.SizeInBytes();
            var row = new Tensor(tensor.ElementType, Shape(output), tensor.Bytes.Slice(image * length, length));
            _converted[output] = converted = TensorValues.ToFloat32(row).Span<float>().ToArray();
        }

        return converted;
    }
}
