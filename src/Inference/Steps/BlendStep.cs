using Fovea.Inference.Memory;

namespace Fovea.Inference.Steps;

/// <summary>output = a * share + b * (1 - share), of dense rows of floats: statistics that run along with training.</summary>
internal sealed class BlendStep(View a, View b, float share, View output) : Step
{
    public override string Kernel => $"blend {output.Shape.ElementCount}";

    public override IReadOnlyList<View> Reads { get; } = [a, b];

    public override IReadOnlyList<View> Writes { get; } = [output];

    public override double Cost => output.Shape.ElementCount;

    public override bool CanShare => false;

    public override unsafe void Execute(in RunContext run, int part, int parts)
    {
        float* left = run.Elements<float>(a);
        float* right = run.Elements<float>(b);
        float* y = run.Elements<float>(output);
        for (long i = 0; i < output.Shape.ElementCount; i++)
            y[i] = (left[i] * share) + (right[i] * (1 - share));
    }
}
