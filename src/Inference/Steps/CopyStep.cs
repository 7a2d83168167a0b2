using Fovea.Inference.Memory;
using Fovea.Kernels.Layout;

namespace Fovea.Inference.Steps;

/// <summary>Copies a view to another one of the same shape: changes of memory order, slices, the interior of padding.</summary>
internal sealed class CopyStep : Step
{
    private readonly StridedCopy _copy;
    private readonly string _order;

    /// <exception cref="ArgumentException">The views differ in shape or element type.</exception>
    public CopyStep(View source, View target, string order)
    {
        if (source.Type != target.Type || !source.Shape.Equals(target.Shape))
            throw new ArgumentException($"{source.Type}{source.Shape} cannot be copied to {target.Type}{target.Shape}.", nameof(target));
        _order = order;
        _copy = new StridedCopy(source.Shape.Dimensions, source.Strides, target.Strides, source.Type.SizeInBytes());
        Reads = [source];
        Writes = [target];
    }

    public override string Kernel => $"copy {_order}";

    public override IReadOnlyList<View> Reads { get; }

    public override IReadOnlyList<View> Writes { get; }

    public override double Cost => _copy.Elements / 2.0;

    public override unsafe void Execute(in RunContext run, int part, int parts) =>
        _copy.Run(run.Address(Reads[0]), run.Address(Writes[0]), part, parts);
}
