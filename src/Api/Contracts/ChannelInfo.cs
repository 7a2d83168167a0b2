using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Fovea.Api.Contracts;

/// <summary>A summary of one channel, over its finite values.</summary>
[Description("A summary of one channel, over its finite values; null where there are none.")]
public sealed record ChannelInfo : ValueSummary
{
    [Description("The index of the channel.")]
    [JsonPropertyOrder(-2)]
    public required int Index { get; init; }

    [Description("How many values are exactly zero.")]
    public required int Zeros { get; init; }

    [Description("The mean of the absolute values; 0 where none is finite.")]
    public required double Strength { get; init; }

    [Description("The population variance; 0 where none is finite.")]
    public required double Variance { get; init; }

    [Description("The share of values that are exactly zero, 0 to 1.")]
    public required double Sparsity { get; init; }

    [Description("true: all values are equal; of a channel of one value, as of a vector, that it is 0. Absent otherwise.")]
    public bool? Dead { get; init; }

    [Description("How the values are distributed, where histogram=true asks for it.")]
    public HistogramInfo? Histogram { get; init; }

    [Description("How many values are infinite or not a number; absent when none are.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int NonFinite { get; init; }
}
