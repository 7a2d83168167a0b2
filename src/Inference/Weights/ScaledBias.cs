using System.Runtime.InteropServices;
using Fovea.Inference.Graphs;
using Fovea.Inference.Tensors;

namespace Fovea.Inference.Weights;

/// <summary>A bias times a factor plus a shift per channel, computed in double precision when it is read.</summary>
/// <param name="Bias">One float per channel; null for zeros.</param>
/// <param name="Scale">The factor and shift.</param>
internal sealed record ScaledBias(ConstantData? Bias, ChannelScale Scale) : ConstantData(ElementType.Float32, new Shape(Scale.Channels))
{
    public override bool IsPlanSpecific =>
        Bias is { IsPlanSpecific: true } || Scale.Factors is { IsPlanSpecific: true } || Scale.Shifts is { IsPlanSpecific: true };

    public override void Read(long offset, Span<byte> destination)
    {
        Span<float> values = MemoryMarshal.Cast<byte, float>(destination);
        if (Bias is null)
            values.Clear();
        else
            Bias.Read(offset, destination);
        double[]? factors = Scale.Factors?.Read();
        double[]? shifts = Scale.Shifts?.Read();
        int first = checked((int)(offset / sizeof(float)));
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)((values[i] * (factors?[first + i] ?? 1.0)) + (shifts?[first + i] ?? 0.0));
    }
}
