namespace Fovea.Inference.Tests.Support;

/// <summary>Short words for small literal tensors.</summary>
internal static class TestTensors
{
    public static Tensor Int64s(params ReadOnlySpan<long> values) => Tensor.From(new Shape(values.Length), values);

    public static Tensor Int64(long value) => Tensor.From<long>(Shape.Scalar, [value]);

    public static Tensor Floats(params ReadOnlySpan<float> values) => Tensor.From(new Shape(values.Length), values);

    public static Tensor Floats(Shape shape, params ReadOnlySpan<float> values) => Tensor.From(shape, values);

    public static Tensor Float(float value) => Tensor.From<float>(Shape.Scalar, [value]);

    public static Tensor Byte(byte value) => Tensor.From<byte>(Shape.Scalar, [value]);

    public static Tensor Bool(bool value) => Tensor.From<bool>(Shape.Scalar, [value]);

    /// <summary>Rows <paramref name="first"/> to <paramref name="first"/> + <paramref name="count"/> of the outermost dimension.</summary>
    public static Tensor Rows(this Tensor tensor, long first, long count)
    {
        int rowBytes = tensor.Bytes.Length / (int)tensor.Shape[0];
        return new Tensor(
            tensor.ElementType, tensor.Shape.With(0, count), tensor.Bytes.Slice((int)first * rowBytes, (int)count * rowBytes));
    }
}
