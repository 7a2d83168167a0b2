using Fovea.Inference.Memory;

namespace Fovea.Inference.Steps;

/// <summary>Shows a value of an observed plan to the caller of a run, on its thread, while the other threads of the run wait.</summary>
/// <param name="name">The name by which the layer was asked for.</param>
/// <param name="type">The value's element type.</param>
/// <param name="shape">The value's shape.</param>
/// <param name="shown">Where it lies in plain order; null if it has no elements.</param>
/// <param name="show">Is shown the value.</param>
internal sealed class ShowStep(string name, ElementType type, Shape shape, View? shown, LayerObserver show) : Step
{
    /// <summary>What the observer threw; the run ends with it.</summary>
    public Exception? Thrown { get; private set; }

    public override string Kernel => "show";

    public override IReadOnlyList<View> Reads => shown is null ? [] : [shown];

    public override IReadOnlyList<View> Writes => [];

    public override double Cost => 0;

    public override bool CanShare => false;

    public override unsafe void Execute(in RunContext run, int part, int parts)
    {
        int bytes = checked((int)(shape.ElementCount * type.SizeInBytes()));
        ReadOnlySpan<byte> memory = shown is null ? [] : new(run.Address(shown), bytes);
        try
        {
            show(name, new TensorView(type, shape, memory));
        }
        catch (Exception error)
        {
            Thrown = error;
            throw;
        }
    }
}
