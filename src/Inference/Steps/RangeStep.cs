using System.Numerics;
using Fovea.Inference.Memory;

namespace Fovea.Inference.Steps;

/// <summary>output[i] = start + i * delta.</summary>
internal sealed class RangeStep(View start, View delta, View output) : Step
{
    public override string Kernel => $"range {output.Shape.ElementCount}";

    public override IReadOnlyList<View> Reads { get; } = [start, delta];

    public override IReadOnlyList<View> Writes { get; } = [output];

    public override double Cost => output.Shape.ElementCount;

    public override bool CanShare => false;

    public override void Execute(in RunContext run, int part, int parts)
    {
        switch (output.Type)
        {
            case ElementType.Float32:
                Write<float>(in run);
                break;
            case ElementType.Float64:
                Write<double>(in run);
                break;
            case ElementType.Int16:
                Write<short>(in run);
                break;
            case ElementType.Int32:
                Write<int>(in run);
                break;
            default:
                Write<long>(in run);
                break;
        }
    }

    private unsafe void Write<T>(in RunContext run) where T : unmanaged, INumber<T>
    {
        T from = *run.Elements<T>(start);
        T step = *run.Elements<T>(delta);
        T* y = run.Elements<T>(output);
        for (long i = 0; i < output.Shape.ElementCount; i++)
            y[i] = unchecked(from + (T.CreateTruncating(i) * step));
    }
}
