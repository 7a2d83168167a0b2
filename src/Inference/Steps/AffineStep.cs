using Fovea.Inference.Graphs;
using Fovea.Inference.Memory;
using Fovea.Kernels.Layout;
using Fovea.Kernels.Normalization;

namespace Fovea.Inference.Steps;

/// <summary>x * scale + shift per channel over channels-last pixels: a BatchNormalization that could not be folded into weights.</summary>
internal sealed class AffineStep(View input, View output, PlanBuffer scale, PlanBuffer shift, Activation? bounds) : Step
{
    private readonly long _channels = input.Shape[1];
    private readonly long _pixels = input.Shape.ElementCount / Math.Max(1, input.Shape[1]);

    public override string Kernel => bounds is null ? "affine" : $"affine {bounds}";

    public override IReadOnlyList<View> Reads { get; } = [input];

    public override IReadOnlyList<View> Writes { get; } = [output];

    public override IReadOnlyList<PlanBuffer> PackedReads => [scale, shift];

    public override double Cost => _pixels * _channels / 4.0;

    public override unsafe void Execute(in RunContext run, int part, int parts)
    {
        (long first, long last) = Partition.Of(_pixels, part, parts);
        var arguments = new AffineArguments
        {
            X = run.Elements<float>(input) + (first * input.PixelStride),
            Y = run.Elements<float>(output) + (first * output.PixelStride),
            XRow = input.PixelStride,
            YRow = output.PixelStride,
            Scale = run.Elements<float>(scale),
            Shift = run.Elements<float>(shift),
            Rows = last - first,
            Columns = _channels,
            Min = bounds?.Min ?? float.NegativeInfinity,
            Max = bounds?.Max ?? float.PositiveInfinity,
        };
        run.Kernels.Float32.Affine(in arguments);
    }
}
