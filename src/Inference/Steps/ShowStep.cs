using Fovea.Inference.Memory;

namespace Fovea.Inference.Steps;

/// <summary>Shows a value of an observed plan to the caller of a run, on its thread, while the other threads of the run wait.</summary>
/// <param name="name">The name by which the layer was asked for.</param>
/// <param name="value">The value.</param>
/// <param name="shown">Where it lies in plain order; null if it has no elements.</param>
/// <param name="show">Is shown the value.</param>
internal sealed class ShowStep(string name, PlanValue value, View? shown, LayerObserver show) : Step
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
        int bytes = checked((int)(value.Shape.ElementCount * value.ElementType.SizeInBytes()));
        ReadOnlySpan<byte> memory = shown is null ? [] : new(run.Address(shown), bytes);
        try
        {
            show(name, new TensorView(value.ElementType, value.Shape, memory));
        }
        catch (Exception error)
        {
            Thrown = error;
            throw;
        }
    }
}
