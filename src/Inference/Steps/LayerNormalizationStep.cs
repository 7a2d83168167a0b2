using Fovea.Inference.Memory;
using Fovea.Kernels.Layout;
using Fovea.Kernels.Normalization;

namespace Fovea.Inference.Steps;

/// <summary>Layer normalisation over the rows of a dense matrix.</summary>
internal sealed class LayerNormalizationStep(
    View input, View output, PlanBuffer scale, PlanBuffer shift, long rows, long columns, float epsilon)
    : Step
{
    public override string Kernel => $"layer normalisation {rows}x{columns}";

    public override IReadOnlyList<View> Reads { get; } = [input];

    public override IReadOnlyList<View> Writes { get; } = [output];

    public override IReadOnlyList<PlanBuffer> PackedReads => [scale, shift];

    public override double Cost => rows * columns / 2.0;

    public override unsafe void Execute(in RunContext run, int part, int parts)
    {
        (long first, long last) = Partition.Of(rows, part, parts);
        var arguments = new LayerNormalizationArguments
        {
            X = run.Elements<float>(input) + (first * columns),
            Y = run.Elements<float>(output) + (first * columns),
            Scale = run.Elements<float>(scale),
            Shift = run.Elements<float>(shift),
            Rows = last - first,
            Columns = columns,
            Epsilon = epsilon,
        };
        run.Kernels.Float32.LayerNormalization(in arguments);
    }
}
