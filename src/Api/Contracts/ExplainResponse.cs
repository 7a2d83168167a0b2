using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Fovea.Api.Contracts;

/// <summary>The answer of <c>/explain</c>.</summary>
[Description("What each pixel of the network's input has to do with a number that the network computes, summarised.")]
public sealed record ExplainResponse
{
    [Description("The model.")]
    public required string Model { get; init; }

    [Description("The version of that model.")]
    public required string Version { get; init; }

    [Description("The method.")]
    public required string Method { get; init; }

    [Description("What a value of the map says.")]
    public required string Meaning { get; init; }

    [Description("Whether values below 0 speak against what is explained.")]
    public required bool Signed { get; init; }

    [Description("The class that is explained; absent where an element of an output is.")]
    public int? Class { get; init; }

    [Description("The name of the class; absent where an element of an output is explained.")]
    public string? Label { get; init; }

    [Description("The value of the network of which an element is explained: the logits, before softmax or sigmoid, or what was asked "
        + "for.")]
    public required string Value { get; init; }

    [Description("The position of that element among those of one image.")]
    public required int Element { get; init; }

    [Description("The element's value for the picture: the logit of the class. Absent where it is infinite or not a number.")]
    public float? Score { get; init; }

    [Description("The layer that the method looks at; absent where it looks at none.")]
    public string? Layer { get; init; }

    [Description("The shape of the map: the rows and columns of the network's input.")]
    public required IReadOnlyList<int> Shape { get; init; }

    [Description("The size of the image, upright.")]
    public SizeInfo? Original { get; init; }

    [Description("Where the map lies on the upright image: the part that the network sees. It reaches beyond the image where the input is "
        + "padded.")]
    public BoxInfo? Crop { get; init; }

    [Description("The smallest value of the map; null where there is none that is a number.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required float? Min { get; init; }

    [Description("The largest value of the map; null where there is none that is a number.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required float? Max { get; init; }

    [Description("The values before they are normalised: those of the layer, where the method looks at one.")]
    public required ValueRangeInfo Raw { get; init; }

    [Description("What the explanation cost.")]
    public required ExplainCost Cost { get; init; }

    [Description("The sum rule of the method; absent where it has none.")]
    public CompletenessInfo? Completeness { get; init; }
}

/// <summary>A range of values.</summary>
[Description("A range of values.")]
public sealed record ValueRangeInfo
{
    [Description("The smallest; null where there is none that is a number.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required float? Min { get; init; }

    [Description("The largest; null where there is none that is a number.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required float? Max { get; init; }
}

/// <summary>Runs of a network.</summary>
[Description("Runs of the network.")]
public sealed record ExplainCost
{
    [Description("Runs forwards.")]
    public required long Forward { get; init; }

    [Description("Runs forwards and back.")]
    public required long Gradients { get; init; }

    [Description("All together; one forwards and back counts for two.")]
    public required long Runs { get; init; }
}

/// <summary>A sum rule.</summary>
[Description("The attributions of all pixels together, and what they should be: the score less that of the baseline.")]
public sealed record CompletenessInfo
{
    [Description("The sum of the attributions.")]
    public required double Sum { get; init; }

    [Description("The score of the picture less that of the baseline.")]
    public required double Expected { get; init; }

    [Description("How far the sum is off, as a part of what is expected; absent where nothing is expected.")]
    public double? Error { get; init; }
}
