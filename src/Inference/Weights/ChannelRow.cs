using System.Runtime.InteropServices;
using Fovea.Inference.Graphs;
using Fovea.Inference.Tensors;

namespace Fovea.Inference.Weights;

/// <summary>A row of floats, one per channel, computed when it is read.</summary>
/// <param name="Values">The numbers.</param>
internal sealed record ChannelRow(ChannelValues Values) : ConstantData(ElementType.Float32, new Shape(Values.Count))
{
    public override bool IsPlanSpecific => Values.IsPlanSpecific;

    public override void Read(long offset, Span<byte> destination)
    {
        Span<float> floats = MemoryMarshal.Cast<byte, float>(destination);
        ReadOnlySpan<double> values = Values.Read().AsSpan(checked((int)(offset / sizeof(float))), floats.Length);
        for (int i = 0; i < floats.Length; i++)
            floats[i] = (float)values[i];
    }
}
