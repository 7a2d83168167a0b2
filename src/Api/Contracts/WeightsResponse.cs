using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Fovea.Api.Contracts;

/// <summary>The answer of <c>GET /weights/{layer}</c>.</summary>
[Description("The weights of a layer, summarised per filter, over their finite values.")]
public sealed record WeightsResponse : LayerAnswer
{
    [Description("The shape of the weights as they are stored: of a convolution filters, channels, rows, columns.")]
    public required IReadOnlyList<long> Shape { get; init; }

    [Description("The axis of the shape along which the filters lie, one for each channel of the result. Of a transposed convolution with "
        + "groups the axis has the filters of one group.")]
    public required int FilterAxis { get; init; }

    [Description("What is added to each channel of the result; absent where nothing is, or where it is quantised or has "
        + "values that are infinite or not a number.")]
    public IReadOnlyList<float>? Bias { get; init; }

    [Description("The smallest weight.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required float? Min { get; init; }

    [Description("The largest weight.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required float? Max { get; init; }

    [Description("The arithmetic mean.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required double? Mean { get; init; }

    [Description("The population standard deviation.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required double? Std { get; init; }

    [Description("A summary of each filter, or of the one that is asked for.")]
    public required IReadOnlyList<FilterInfo> Filters { get; init; }
}

/// <summary>A summary of one filter.</summary>
[Description("A summary of one filter: the weights of one channel of the result.")]
public sealed record FilterInfo : ValueSummary
{
    [Description("The index of the filter, which is the channel of the result.")]
    [JsonPropertyOrder(-2)]
    public required int Index { get; init; }

    [Description("The square root of the sum of the squares.")]
    public required double Norm { get; init; }
}
