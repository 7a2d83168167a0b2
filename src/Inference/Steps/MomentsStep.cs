using Fovea.Inference.Memory;
using Fovea.Kernels.Layout;

namespace Fovea.Inference.Steps;

/// <summary>The mean and the variance (of all elements, not of a sample) of each row of a dense matrix, in double precision.</summary>
internal sealed class MomentsStep(View input, View mean, View variance, long rows, long columns) : Step
{
    public override string Kernel => $"moments {rows}x{columns}";

    public override IReadOnlyList<View> Reads { get; } = [input];

    public override IReadOnlyList<View> Writes { get; } = [mean, variance];

    public override double Cost => 4.0 * rows * columns;

    public override unsafe void Execute(in RunContext run, int part, int parts)
    {
        (long first, long last) = Partition.Of(rows, part, parts);
        float* means = run.Elements<float>(mean);
        float* variances = run.Elements<float>(variance);
        for (long row = first; row < last; row++)
        {
            float* x = run.Elements<float>(input) + (row * columns);
            double sum = 0;
            for (long i = 0; i < columns; i++)
                sum += x[i];
            double center = sum / columns;
            double squares = 0;
            for (long i = 0; i < columns; i++)
                squares += (x[i] - center) * (x[i] - center);
            means[row] = (float)center;
            variances[row] = (float)(squares / columns);
        }
    }
}
