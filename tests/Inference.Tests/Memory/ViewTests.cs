using Fovea.Inference.Memory;

namespace Fovea.Inference.Tests.Memory;

public sealed class ViewTests
{
    [Theory]
    [InlineData(ElementType.UInt8, 1)]
    [InlineData(ElementType.Float16, 2)]
    [InlineData(ElementType.Float32, 4)]
    [InlineData(ElementType.UInt64, 8)]
    public void A_view_has_its_buffers_type(ElementType type, int size)
    {
        var shape = new Shape(2, 3, 4, 5);
        var buffer = new PlanBuffer(type, shape.ElementCount);
        var view = new View(buffer, 0, shape, View.PlainStrides(shape));
        Assert.Equal(120 * size, buffer.Bytes);
        Assert.Equal(type, view.Type);
        Assert.Equal(type, view.Permute([0, 2, 3, 1]).Type);
        Assert.Equal(type, view.TryReshape(new Shape(6, 20))!.Type);
        Assert.Equal(type, view.Expand(new Shape(7, 2, 3, 4, 5)).Type);
    }

    [Fact]
    public void Scratch_memory_has_no_elements_to_view()
    {
        var scratch = new PlanBuffer(64);
        Assert.Null(scratch.ElementType);
        Assert.Throws<ArgumentException>(() => new View(scratch, 0, new Shape(16), [1]));
    }

    [Fact]
    public void A_buffer_of_more_than_63_bits_does_not_exist() =>
        Assert.Throws<OverflowException>(() => new PlanBuffer(ElementType.Float64, 1L << 61));
}
