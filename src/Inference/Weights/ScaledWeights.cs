using System.Numerics;
using System.Runtime.InteropServices;
using Fovea.Inference.Graphs;
using Fovea.Inference.Tensors;

namespace Fovea.Inference.Weights;

/// <summary>
/// Weights times a factor per output channel, computed in double precision when they are read, so that folding needs no copy of them.
/// </summary>
/// <param name="Weights">The original weights.</param>
/// <param name="Factors">One per channel.</param>
/// <param name="Layout">The channel of each weight.</param>
internal sealed record ScaledWeights(ConstantData Weights, ChannelValues Factors, ChannelLayout Layout)
    : ConstantData(ElementType.Float32, Weights.Shape)
{
    // Computed by the first read.
    private double[]? _scale;

    public override bool IsPlanSpecific => Weights.IsPlanSpecific || Factors.IsPlanSpecific;

    public bool Equals(ScaledWeights? other) =>
        base.Equals(other) && Weights.Equals(other.Weights) && Factors.Equals(other.Factors) && Layout == other.Layout;

    public override int GetHashCode() => HashCode.Combine(Weights, Factors, Layout);

    public override void Read(long offset, Span<byte> destination)
    {
        Weights.Read(offset, destination);
        double[] scale = _scale ??= Factors.Read();
        (long run, long period, long group) = Layout;
        Span<float> values = MemoryMarshal.Cast<byte, float>(destination);
        for (long i = offset / sizeof(float); values.Length > 0;)
        {
            long left = run == 1 ? period - (i % period) : run - (i % run);
            int count = (int)Math.Min(left, values.Length);
            int channel = (int)((i / run % period) + (i / group * period));
            if (run == 1)
                Multiply(values[..count], scale.AsSpan(channel, count));
            else
                Multiply(values[..count], scale[channel]);
            i += count;
            values = values[count..];
        }
    }

    private static void Multiply(Span<float> values, double factor)
    {
        Span<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        foreach (ref Vector<float> vector in vectors)
        {
            Vector.Widen(vector, out Vector<double> low, out Vector<double> high);
            vector = Vector.Narrow(low * factor, high * factor);
        }

        foreach (ref float value in values[(vectors.Length * Vector<float>.Count)..])
            value = (float)(value * factor);
    }

    private static void Multiply(Span<float> values, ReadOnlySpan<double> factors)
    {
        int lanes = Vector<double>.Count;
        int i = 0;
        for (; i + (2 * lanes) <= values.Length; i += 2 * lanes)
        {
            Vector.Widen(new Vector<float>(values[i..]), out Vector<double> low, out Vector<double> high);
            Vector.Narrow(low * new Vector<double>(factors[i..]), high * new Vector<double>(factors[(i + lanes)..])).CopyTo(values[i..]);
        }

        for (; i < values.Length; i++)
            values[i] = (float)(values[i] * factors[i]);
    }
}
