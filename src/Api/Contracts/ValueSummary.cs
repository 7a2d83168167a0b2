using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Fovea.Api.Contracts;

/// <summary>A summary of values, over the finite ones; null where there are none. It is written before what derived records add.</summary>
public abstract record ValueSummary
{
    [Description("The smallest value.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    [JsonPropertyOrder(-1)]
    public required float? Min { get; init; }

    [Description("The largest value.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    [JsonPropertyOrder(-1)]
    public required float? Max { get; init; }

    [Description("The arithmetic mean.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    [JsonPropertyOrder(-1)]
    public required double? Mean { get; init; }

    [Description("The population standard deviation.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    [JsonPropertyOrder(-1)]
    public required double? Std { get; init; }
}
