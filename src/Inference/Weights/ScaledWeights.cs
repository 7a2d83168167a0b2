using System.Numerics;
using System.Runtime.InteropServices;
using Fovea.Inference.Graphs;
using Fovea.Inference.Tensors;

namespace Fovea.Inference.Weights;

/// <summary>
/// Weights times a factor per output channel, computed in double precision while they are read: folding keeps no copy of them.
/// </summary>
internal sealed class ScaledWeights : ByteSource
{
    private readonly Tensor _weights;
    private readonly double[] _scale;

    // The output channel of element i is i / run % period + i / group * period.
    private readonly long _run;
    private readonly long _period;
    private readonly long _group;

    private ScaledWeights(Tensor weights, double[] scale, long run, long period, long group) =>
        (_weights, _scale, _run, _period, _group) = (weights, scale, run, period, group);

    public override long Length => _weights.ByteLength;

    /// <summary>Weights times a factor for the output channel that each belongs to.</summary>
    public static Tensor Of(Tensor weights, double[] factors, ChannelLayout layout) =>
        new(ElementType.Float32, weights.Shape, new ScaledWeights(weights, factors, layout.Run, layout.Period, layout.Group));

    public override void Read(long offset, Span<byte> destination)
    {
        _weights.Read(offset, destination);
        Span<float> values = MemoryMarshal.Cast<byte, float>(destination);
        for (long i = offset / sizeof(float); values.Length > 0;)
        {
            long left = _run == 1 ? _period - (i % _period) : _run - (i % _run);
            int count = (int)Math.Min(left, values.Length);
            int channel = (int)((i / _run % _period) + (i / _group * _period));
            if (_run == 1)
                Multiply(values[..count], _scale.AsSpan(channel, count));
            else
                Multiply(values[..count], _scale[channel]);
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
