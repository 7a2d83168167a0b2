using System.Numerics.Tensors;

namespace Fovea.Models.Postprocessing;

/// <summary>Maps of one image: [C,H,W], or [H,W,C].</summary>
/// <param name="values">The values.</param>
/// <param name="channels">C.</param>
/// <param name="height">H.</param>
/// <param name="width">W.</param>
/// <param name="channelsLast">Whether channels are the last axis.</param>
internal readonly ref struct ScoreMaps(ReadOnlySpan<float> values, int channels, int height, int width, bool channelsLast)
{
    private readonly ReadOnlySpan<float> _values = values;
    private readonly bool _channelsLast = channelsLast;

    /// <summary>The number of maps.</summary>
    public int Channels { get; } = channels;

    /// <summary>The rows of each.</summary>
    public int Height { get; } = height;

    /// <summary>The columns of each.</summary>
    public int Width { get; } = width;

    /// <summary>The value of a cell.</summary>
    public float this[int channel, int x, int y] =>
        _values[_channelsLast ? (((y * Width) + x) * Channels) + channel : (((channel * Height) + y) * Width) + x];

    /// <summary>What lies between two rows.</summary>
    public float Blend(int channel, int x, MapWeight rows) => rows.Blend(this[channel, x, rows.First], this[channel, x, rows.Second]);

    /// <summary>What lies between two rows, at all columns.</summary>
    public void BlendRows(int channel, MapWeight rows, Span<float> into)
    {
        if (_channelsLast)
        {
            for (int x = 0; x < into.Length; x++)
                into[x] = Blend(channel, x, rows);
            return;
        }

        // The two products and their sum are rounded as in MapWeight.Blend.
        TensorPrimitives.Multiply(Row(channel, rows.Second), rows.Weight, into);
        TensorPrimitives.MultiplyAdd(Row(channel, rows.First), 1 - rows.Weight, into, into);
    }

    private ReadOnlySpan<float> Row(int channel, int y) => _values.Slice(((channel * Height) + y) * Width, Width);
}
