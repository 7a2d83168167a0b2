using System.ComponentModel;

namespace Fovea.Api.Contracts;

/// <summary>A feature map in numbers.</summary>
[Description("A layer's output for one image, summarised per channel.")]
public sealed record FeatureMapResponse : LayerAnswer
{
    [Description("The shape of the output for one image, batch axis included: 1, channels, rows, columns; "
        + "the whole layer's also where one channel is asked for.")]
    public required IReadOnlyList<long> Shape { get; init; }

    [Description("Of a layer of 8-bit integers: the scale with which they stand for real numbers, (integer - zeroPoint) * scale.")]
    public float? Scale { get; init; }

    [Description("Of a layer of 8-bit integers: the integer that stands for 0.")]
    public int? ZeroPoint { get; init; }

    [Description("Of a layer of 8-bit integers: whether the values are the integers, which raw=true asks for, or real numbers.")]
    public bool? Raw { get; init; }

    [Description("Where in the network's input one value looks; absent where it is no window.")]
    public ReceptiveFieldInfo? ReceptiveField { get; init; }

    [Description("A summary of each channel, or of the one that is asked for.")]
    public required IReadOnlyList<ChannelInfo> Channels { get; init; }
}
