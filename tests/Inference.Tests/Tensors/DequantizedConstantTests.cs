using System.Runtime.InteropServices;
using Fovea.Inference.Tensors;
using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Tensors;

public sealed class DequantizedConstantTests
{
    private static readonly TensorRandom Random = new(3);

    [Theory]
    [InlineData(ElementType.Int8, 0)]
    [InlineData(ElementType.UInt8, 1)]
    [InlineData(ElementType.Int16, 2)]
    [InlineData(ElementType.UInt16, 1)]
    [InlineData(ElementType.Int32, 0)]
    public void Any_part_is_read_as_floats(ElementType type, int axis)
    {
        var shape = new Shape(3, 4, 5);
        foreach (long count in new[] { 1L, shape[axis] })
        {
            Tensor quantized = Random.Integers(type, shape, 0, 100);
            Tensor scale = Random.Floats(new Shape(count), 0.1f, 1);
            Tensor zero = Random.Integers(type, new Shape(count), 0, 9);
            var constant = new DequantizedConstant(
                new MemoryConstant(quantized), new MemoryConstant(scale), new MemoryConstant(zero), axis);
            double[] expected = ReferenceQuantization.Dequantize(quantized, scale, zero, axis).Values;
            for (int first = 0; first < expected.Length; first++)
            {
                float[] found = new float[Math.Min(7, expected.Length - first)];
                constant.Read(first * sizeof(float), MemoryMarshal.AsBytes(found.AsSpan()));
                Assert.Equal(expected[first..(first + found.Length)], Array.ConvertAll(found, i => (double)i));
            }
        }
    }

    [Fact]
    public void A_shape_changes_no_element()
    {
        Tensor quantized = Random.Integers(ElementType.Int8, new Shape(3, 40_000), -128, 128);
        var constant = new DequantizedConstant(
            new MemoryConstant(quantized), new MemoryConstant(TestTensors.Floats(1, 2, 3)), null, 0);
        ConstantData reshaped = constant.Reshape(new Shape(120_000));
        Assert.Equal(new Shape(120_000), reshaped.Shape);
        Assert.Equal(constant.ReadAll().ToDoubles(), reshaped.ReadAll().ToDoubles());
        Assert.NotEqual(constant, reshaped);
        Assert.Null(constant.InMemory);
    }

    [Fact]
    public void Equal_parts_make_equal_constants()
    {
        var quantized = new MemoryConstant(Random.Integers(ElementType.Int8, new Shape(3, 5), -128, 128));
        var scale = new MemoryConstant(TestTensors.Floats(1, 2, 3));
        var one = new DequantizedConstant(quantized, scale, null, 0);
        var other = new DequantizedConstant(quantized, scale, null, 0);
        Assert.Equal(one, other);
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
        Assert.NotEqual(one, one with { Axis = 1 });
        Assert.NotEqual(one, one with { Scale = new MemoryConstant(TestTensors.Floats(1, 2, 4)) });
        _ = one.ReadAll();
        Assert.Equal(one, other);
    }
}
