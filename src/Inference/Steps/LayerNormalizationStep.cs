using Fovea.Inference.Memory;
using Fovea.Kernels.Layout;
using Fovea.Kernels.Normalization;

namespace Fovea.Inference.Steps;

/// <summary>Layer normalisation over the rows of a dense matrix.</summary>
internal sealed class LayerNormalizationStep(View input, View output, long rows, long columns, float epsilon) : Step
{
    /// <summary>A factor and a summand per column; null for none.</summary>
    public (PlanBuffer Scale, PlanBuffer Shift)? Row { get; init; }

    /// <summary>The mean of each row; null if nobody asks for it.</summary>
    public View? Mean { get; init; }

    /// <summary>The factor 1 / sqrt(variance + epsilon) of each row; null if nobody asks for it.</summary>
    public View? InverseDeviation { get; init; }

    /// <summary>Whether rows are divided by the root of their mean square, and no mean is subtracted.</summary>
    public bool IsUncentered { get; init; }

    public override string Kernel => $"{(IsUncentered ? "root mean square" : "layer")} normalisation {rows}x{columns}";

    public override IReadOnlyList<View> Reads { get; } = [input];

    public override IReadOnlyList<View> Writes => [output, .. new[] { Mean, InverseDeviation }.OfType<View>()];

    public override IReadOnlyList<PlanBuffer> PackedReads => Row is { } row ? [row.Scale, row.Shift] : [];

    public override double Cost => rows * columns / 2.0;

    public override unsafe void Execute(in RunContext run, int part, int parts)
    {
        (long first, long last) = Partition.Of(rows, part, parts);
        var arguments = new LayerNormalizationArguments
        {
            X = run.Elements<float>(input) + (first * columns),
            Y = run.Elements<float>(output) + (first * columns),
            Scale = Row is { } row ? run.Elements<float>(row.Scale) : null,
            Shift = Row is { } rest ? run.Elements<float>(rest.Shift) : null,
            Mean = Mean is null ? null : run.Elements<float>(Mean) + first,
            InverseDeviation = InverseDeviation is null ? null : run.Elements<float>(InverseDeviation) + first,
            IsUncentered = IsUncentered,
            Rows = last - first,
            Columns = columns,
            Epsilon = epsilon,
        };
        run.Kernels.Float32.LayerNormalization(in arguments);
    }
}
