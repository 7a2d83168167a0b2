using System.Runtime.InteropServices;
using Fovea.Inference.Memory;
using Fovea.Inference.Steps;
using Fovea.Kernels;

namespace Fovea.Inference.Tests.Steps;

public sealed unsafe class FillStepTests
{
    [Fact]
    public void Elements_of_every_size()
    {
        Check<byte>(ElementType.UInt8, 200);
        Check<ushort>(ElementType.UInt16, 51_234);
        Check(ElementType.Float16, (Half)(-1.5f));
        Check(ElementType.Float32, 0.1f);
        Check<long>(ElementType.Int64, long.MinValue + 7);
    }

    [Fact]
    public void Only_elements_of_the_type_and_whole_buffers()
    {
        Assert.Throws<ArgumentException>(() => new FillStep(View(ElementType.Float32, 3, 3), [0, 0]));
        Assert.Throws<ArgumentException>(() => new FillStep(View(ElementType.UInt8, 3, 4), [0]));
    }

    private static void Check<T>(ElementType type, T value) where T : unmanaged
    {
        T* arena = stackalloc T[9];
        var element = new T[] { value };
        var step = new FillStep(View(type, 7, 7), MemoryMarshal.AsBytes<T>(element).ToArray());
        step.Execute(new RunContext((byte*)arena, KernelSet.For(null), worker: 0), 0, 1);
        Assert.Equal([.. Enumerable.Repeat(value, 7), default, default], new Span<T>(arena, 9).ToArray());
    }

    private static View View(ElementType type, long elements, long inBuffer) =>
        new(new PlanBuffer(type, inBuffer) { Offset = 0 }, 0, new Shape(elements), [1]);
}
