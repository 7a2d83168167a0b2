using Fovea.Inference.Memory;

namespace Fovea.Inference.Steps;

/// <summary>
/// The factor and shift per channel of a BatchNormalization whose statistics are computed by the graph: factor = gamma / sqrt(variance +
/// epsilon), shift = beta - mean * factor, in double precision, as for constants.
/// </summary>
internal sealed class ChannelStatisticsStep(View gamma, View beta, View mean, View variance, double epsilon, View factors, View shifts)
    : Step
{
    public override string Kernel => $"channel statistics {factors.Shape.ElementCount}";

    public override IReadOnlyList<View> Reads { get; } = [gamma, beta, mean, variance];

    public override IReadOnlyList<View> Writes { get; } = [factors, shifts];

    public override double Cost => 30.0 * factors.Shape.ElementCount;

    public override bool CanShare => false;

    public override unsafe void Execute(in RunContext run, int part, int parts)
    {
        float* g = run.Elements<float>(gamma);
        float* b = run.Elements<float>(beta);
        float* m = run.Elements<float>(mean);
        float* v = run.Elements<float>(variance);
        float* f = run.Elements<float>(factors);
        float* s = run.Elements<float>(shifts);
        for (long i = 0; i < factors.Shape.ElementCount; i++)
        {
            double factor = g[i] / Math.Sqrt(v[i] + epsilon);
            f[i] = (float)factor;
            s[i] = (float)(b[i] - (m[i] * factor));
        }
    }
}
