using Fovea.Inference.Graphs;
using Fovea.Inference.Memory;
using Fovea.Kernels;

namespace Fovea.Inference.Steps;

/// <summary>x * scale + shift per channel over channels-last pixels: BatchNormalization that could not go into weights.</summary>
internal sealed class AffineStep(View input, View output, PlanBuffer scale, PlanBuffer shift, Activation? bounds) : Step
{
    private readonly long _channels = input.Shape[1];
    private readonly long _pixels = input.Shape.ElementCount / input.Shape[1];

    public override string Kernel => bounds is null ? "affine" : $"affine {bounds}";

    public override IReadOnlyList<View> Reads { get; } = [input];

    public override IReadOnlyList<View> Writes { get; } = [output];

    public override IReadOnlyList<PlanBuffer> PackedReads => [scale, shift];

    public override double Cost => _pixels * _channels / 4.0;

    public override unsafe void Execute(in RunContext run, int part, int parts)
    {
        (long first, long last) = Partition.Of(_pixels, part, parts);
        run.Kernels.Affine(
            run.Floats(input) + (first * input.PixelStride), input.PixelStride,
            run.Floats(output) + (first * output.PixelStride), output.PixelStride,
            (float*)run.Address(scale), (float*)run.Address(shift), last - first, _channels,
            bounds?.Min ?? float.NegativeInfinity, bounds?.Max ?? float.PositiveInfinity);
    }
}
