using Fovea.Inference.Graphs;
using Fovea.Inference.Memory;
using Fovea.Kernels.Layout;
using Fovea.Kernels.Normalization;

namespace Fovea.Inference.Steps;

/// <summary>Instance normalisation: normalises each plane of a plain [N, C, ...] tensor by its own mean and variance.</summary>
internal sealed class InstanceNormalizationStep(
    View input, View output, PlanBuffer scale, PlanBuffer shift, float epsilon, Activation? bounds)
    : Step
{
    private readonly long _planes = input.Shape[0] * input.Shape[1];
    private readonly long _size = input.Shape.ElementCount / Math.Max(1, input.Shape[0] * input.Shape[1]);

    public override string Kernel => $"instance normalisation {_planes}x{_size}{(bounds is null ? string.Empty : $" {bounds}")}";

    public override IReadOnlyList<View> Reads { get; } = [input];

    public override IReadOnlyList<View> Writes { get; } = [output];

    public override IReadOnlyList<PlanBuffer> PackedReads => [scale, shift];

    public override double Cost => _planes * _size / 2.0;

    public override unsafe void Execute(in RunContext run, int part, int parts)
    {
        float* scales = run.Elements<float>(scale);
        float* shifts = run.Elements<float>(shift);
        (long first, long last) = Partition.Of(_planes, part, parts);
        for (long plane = first; plane < last; plane++)
        {
            long channel = plane % input.Shape[1];
            var arguments = new InstanceNormalizationArguments
            {
                X = run.Elements<float>(input) + (plane * _size),
                Y = run.Elements<float>(output) + (plane * _size),
                Count = _size,
                Scale = scales[channel],
                Shift = shifts[channel],
                Epsilon = epsilon,
                Min = bounds?.Min ?? float.NegativeInfinity,
                Max = bounds?.Max ?? float.PositiveInfinity,
            };
            run.Kernels.Float32.InstanceNormalization(in arguments);
        }
    }
}
