using Fovea.Inference.Memory;
using Fovea.Kernels;

namespace Fovea.Inference.Steps;

/// <summary>Layer normalisation over the rows of a dense matrix.</summary>
internal sealed class LayerNormalizationStep(View input, View output, PlanBuffer scale, PlanBuffer shift, long rows, long columns, float epsilon) : Step
{
    public override string Kernel => $"layer normalisation {rows}x{columns}";

    public override IReadOnlyList<View> Reads { get; } = [input];

    public override IReadOnlyList<View> Writes { get; } = [output];

    public override IReadOnlyList<PlanBuffer> PackedReads => [scale, shift];

    public override double Cost => rows * columns / 2.0;

    public override unsafe void Execute(in RunContext run, int part, int parts)
    {
        (long first, long last) = Partition.Of(rows, part, parts);
        run.Kernels.LayerNormRows(
            run.Floats(input) + (first * columns), run.Floats(output) + (first * columns),
            (float*)run.Address(scale), (float*)run.Address(shift), last - first, columns, epsilon);
    }
}
