using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Fovea.Api.Contracts;

/// <summary>A summary of one channel, over its finite values.</summary>
[Description("A summary of one channel, over its finite values; null where there are none.")]
public sealed record ChannelInfo
{
    [Description("The index of the channel.")]
    public required int Index { get; init; }

    [Description("The smallest value.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required float? Min { get; init; }

    [Description("The largest value.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required float? Max { get; init; }

    [Description("The arithmetic mean.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required double? Mean { get; init; }

    [Description("The population standard deviation.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required double? Std { get; init; }

    [Description("How many values are exactly zero.")]
    public required int Zeros { get; init; }

    [Description("How many values are infinite or not a number; absent when none are.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int NonFinite { get; init; }
}
