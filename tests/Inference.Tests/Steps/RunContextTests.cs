using Fovea.Inference.Memory;
using Fovea.Inference.Steps;
using Fovea.Kernels;

namespace Fovea.Inference.Tests.Steps;

/// <summary>
/// A run hands out memory by type; a step that was bound to memory of another type is a fault of the engine and never reads it.
/// </summary>
public sealed unsafe class RunContextTests
{
    private static readonly Shape Shape = new(2, 3);

    [Fact]
    public void Elements_of_the_views_type()
    {
        byte* arena = stackalloc byte[64];
        var run = new RunContext(arena, KernelSet.For(null), worker: 0);
        var buffer = new PlanBuffer(ElementType.Int16, 6) { Offset = 8 };
        var view = new View(buffer, 2, new Shape(2, 2), [2, 1]);
        Assert.True(run.Elements<short>(buffer) == (short*)(arena + 8));
        Assert.True(run.Elements<short>(view) == (short*)(arena + 12));
        Assert.True(run.Address(view) == arena + 12);
    }

    [Fact]
    public void Elements_of_another_type_are_refused()
    {
        foreach (ElementType type in Enum.GetValues<ElementType>())
        {
            var view = new View(new PlanBuffer(type, 6) { Offset = 0 }, 0, Shape, View.PlainStrides(Shape));
            Refused<float>(view, type == ElementType.Float32);
            Refused<int>(view, type == ElementType.Int32);
            Refused<Half>(view, type == ElementType.Float16);
        }

        Assert.Contains(
            "scratch memory", Assert.Throws<InvalidOperationException>(() => Take<float>(new PlanBuffer(64) { Offset = 0 })).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_step_over_the_wrong_elements_does_not_run()
    {
        var view = new View(new PlanBuffer(ElementType.Int32, 6) { Offset = 0 }, 0, Shape, View.PlainStrides(Shape));
        var step = new SoftmaxStep(view, view, 2, 3);
        var error = Assert.Throws<InvalidOperationException>(
            () => step.Execute(new RunContext(null, KernelSet.For(null), worker: 0), 0, 1));
        Assert.Contains("Int32 as Single", error.Message, StringComparison.Ordinal);
    }

    private static void Refused<T>(View view, bool fits) where T : unmanaged
    {
        if (fits)
            Take<T>(view.Buffer);
        else
            Assert.Contains(
                $"{view.Type} as {typeof(T).Name}", Assert.Throws<InvalidOperationException>(() => Take<T>(view.Buffer)).Message,
                StringComparison.Ordinal);
    }

    private static void Take<T>(PlanBuffer buffer) where T : unmanaged =>
        Assert.True(new RunContext(null, KernelSet.For(null), worker: 0).Elements<T>(buffer) == null);
}
