using System.Numerics.Tensors;
using Fovea.Inference.Tensors;

namespace Fovea.Inference;

/// <summary>From and to the tensors of <c>System.Numerics.Tensors</c>.</summary>
public sealed partial class Tensor
{
    /// <summary>
    /// A tensor with the elements of <paramref name="tensor"/>: the same memory if it is contiguous in row-major order, else a copy. To
    /// have a run write into it, use <see cref="Wrap{T}"/>, which never copies.
    /// </summary>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is none of the element types.</exception>
    public static Tensor From<T>(Tensor<T> tensor) where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return NumericTensors.IsRowMajor(tensor.Lengths, tensor.Strides) ? Wrap(tensor) : From<T>(tensor.AsReadOnlyTensorSpan());
    }

    /// <summary>A tensor with a copy of the elements of <paramref name="tensor"/>.</summary>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is none of the element types.</exception>
    public static Tensor From<T>(scoped in ReadOnlyTensorSpan<T> tensor) where T : unmanaged
    {
        var copy = new Tensor(ElementTypes.Of<T>(), NumericTensors.ShapeOf(tensor.Lengths));
        tensor.FlattenTo(copy.Span<T>());
        return copy;
    }

    /// <summary>A tensor over the memory of <paramref name="tensor"/>, without a copy: what one changes, the other shows.</summary>
    /// <exception cref="ArgumentException">The tensor is not contiguous in row-major order.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is none of the element types.</exception>
    public static Tensor Wrap<T>(Tensor<T> tensor) where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (!NumericTensors.IsRowMajor(tensor.Lengths, tensor.Strides))
            throw new ArgumentException(
                $"The tensor of lengths {Text(tensor.Lengths)} has the strides {Text(tensor.Strides)}: it is not contiguous in row-major " +
                "order, so its memory cannot be used as it is. Tensor.From copies its elements.", nameof(tensor));
        return new Tensor(ElementTypes.Of<T>(), NumericTensors.ShapeOf(tensor.Lengths), new NumericTensorMemory<T>(tensor).Memory);

        static string Text(ReadOnlySpan<nint> values) => $"[{string.Join(',', values.ToArray())}]";
    }

    /// <summary>The elements in their shape, without a copy. It can be used where a <c>ReadOnlyTensorSpan</c> is asked for, too.
    /// A scalar is seen as one row of one element.</summary>
    /// <exception cref="InvalidOperationException">The tensor holds another element type.</exception>
    public TensorSpan<T> AsTensorSpan<T>() where T : unmanaged
    {
        Span<T> elements = Span<T>();
        // The constructor takes no span without elements.
        return elements.IsEmpty ? Empty<T>().AsTensorSpan() : new TensorSpan<T>(elements, NumericTensors.LengthsOf(Shape));
    }

    /// <summary>A copy as a tensor of <c>System.Numerics.Tensors</c>; a scalar becomes one row of one element.</summary>
    /// <exception cref="InvalidOperationException">The tensor holds another element type.</exception>
    public Tensor<T> ToTensor<T>() where T : unmanaged
    {
        Span<T> elements = Span<T>();
        return elements.IsEmpty
            ? Empty<T>()
            : System.Numerics.Tensors.Tensor.Create(elements.ToArray(), NumericTensors.LengthsOf(Shape));
    }

    private Tensor<T> Empty<T>() => System.Numerics.Tensors.Tensor.CreateFromShape<T>(NumericTensors.LengthsOf(Shape));
}
