using Fovea.Inference;

namespace Fovea.Models.FeatureMaps;

/// <summary>
/// The output of one layer for one image, seen as channels, in row-major order. Axis 0 is the batch (of one image), axis 1 the channels,
/// and the other axes are each channel's plane. A scalar or a vector is a single channel.
/// </summary>
public sealed class FeatureMap
{
    private readonly Tensor _values;

    /// <summary>Wraps a layer's output, without a copy. Integers are given as floats.</summary>
    /// <exception cref="ArgumentException">The values are not Float32.</exception>
    public FeatureMap(LayerInfo layer, Tensor values)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(values);
        if (values.ElementType != ElementType.Float32)
            throw new ArgumentException($"A feature map holds Float32 values, not {values}.", nameof(values));
        (Layer, _values) = (layer, values);
        Integers = layer.Scale is null ? null : layer.ElementType;
        Channels = checked((int)ChannelsOf(Shape));
        PlaneSize = Channels == 0 ? 0 : checked((int)(Shape.ElementCount / Channels));
    }

    /// <summary>The layer that computed the values.</summary>
    public LayerInfo Layer { get; }

    /// <summary>
    /// The type of the layer's integers, if the values are integers that stand for real numbers (<see cref="LayerInfo.Scale"/>); else null.
    /// </summary>
    public ElementType? Integers { get; private init; }

    /// <summary>The shape of the output, including the batch axis.</summary>
    public Shape Shape => _values.Shape;

    /// <summary>The number of channels.</summary>
    public int Channels { get; }

    /// <summary>The number of values per channel.</summary>
    public int PlaneSize { get; }

    /// <summary>Whether each channel can be drawn: a (1,C,H,W) output, or a (1,C) output, drawn as C pictures of one pixel.</summary>
    public bool IsMap => IsMapShape(Shape);

    /// <summary>Whether outputs of this shape can be drawn: (1,C,H,W) or (1,C), and not empty.</summary>
    public static bool IsMapShape(Shape shape) => shape is { Rank: 2 or 4, ElementCount: > 0 } && shape[0] == 1;

    /// <summary>The number of channels that an output of this shape has.</summary>
    public static long ChannelsOf(Shape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return shape.Rank < 2 ? 1 : shape[0] * shape[1];
    }

    /// <summary>The number of rows of each channel.</summary>
    public int Height => Shape.Rank == 4 ? checked((int)Shape[2]) : 1;

    /// <summary>The number of columns of each channel.</summary>
    public int Width => Shape.Rank == 4 ? checked((int)Shape[3]) : 1;

    /// <summary>The shape without the batch axis of one image: (C,H,W), or (C).</summary>
    public Shape ImageShape => Shape.Rank >= 2 && Shape[0] == 1 ? new Shape(Shape.Dimensions[1..]) : Shape;

    /// <summary>The shape of one channel: (H,W); () of a vector, whose channels are its values.</summary>
    public Shape ChannelShape => Shape.Rank < 2 ? Shape : new Shape(Shape.Dimensions[2..]);

    /// <summary>All values.</summary>
    public ReadOnlySpan<float> Values => _values.Span<float>();

    /// <summary>The values of one channel.</summary>
    public ReadOnlySpan<float> Channel(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Channels);
        return Values.Slice(index * PlaneSize, PlaneSize);
    }

    /// <summary>
    /// The map of the real numbers for which integers stand, (integer - zero point) * scale in Float32; this one if it has them.
    /// </summary>
    public FeatureMap Dequantized()
    {
        if (Integers is null || Layer is not { Scale: { } scale, ZeroPoint: { } zero })
            return this;
        var real = new Tensor(ElementType.Float32, Shape);
        Span<float> numbers = real.Span<float>();
        for (int i = 0; i < numbers.Length; i++)
            numbers[i] = (Values[i] - zero) * scale;
        return new FeatureMap(Layer, real) { Integers = null };
    }

    /// <summary>The statistics of every channel, in order.</summary>
    public IReadOnlyList<ChannelStatistics> Statistics()
    {
        var statistics = new ChannelStatistics[Channels];
        for (int channel = 0; channel < statistics.Length; channel++)
            statistics[channel] = ChannelStatistics.Of(channel, Channel(channel));
        return statistics;
    }
}
