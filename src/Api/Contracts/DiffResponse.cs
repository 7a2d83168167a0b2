using System.ComponentModel;
using System.Text.Json.Serialization;
using Fovea.Models.Comparing;

namespace Fovea.Api.Contracts;

/// <summary>The answer of <c>POST /models/{model}/diff</c>.</summary>
[Description("How far the layers of an image are from those of a dump, of another model, or of another image.")]
public sealed record DiffResponse
{
    [Description("The model.")]
    public required string Model { get; init; }

    [Description("The version of that model.")]
    public required string Version { get; init; }

    [Description("What it is compared with: the name of the file, the model and its version, or the id of the image.")]
    public required string Against { get; init; }

    [Description("The tolerance asked for. A layer differs where maxError is above it, or above its part of the layer's largest absolute "
        + "value where that is above 1.")]
    public required double Tolerance { get; init; }

    [Description("The first layer in data order that differs; null where none does.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required FirstDifferenceInfo? First { get; init; }

    [Description("The layers that were compared, in data order.")]
    public required IReadOnlyList<LayerDifferenceInfo> Layers { get; init; }

    [Description("What has no counterpart.")]
    public required UnmatchedInfo Unmatched { get; init; }
}

/// <summary>The first layer that differs.</summary>
[Description("The first layer that differs.")]
public sealed record FirstDifferenceInfo
{
    [Description("The layer.")]
    public required string Layer { get; init; }

    [Description("Its largest absolute difference.")]
    public required double MaxError { get; init; }

    [Description("At how many places one is infinite or not a number and the other is another value; absent where at none.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int NonFinite { get; init; }
}

/// <summary>How far one layer is from its counterpart.</summary>
[Description("How far one layer is from its counterpart.")]
public sealed record LayerDifferenceInfo
{
    [Description("The layer: its ONNX value name.")]
    public required string Name { get; init; }

    [Description("How the counterpart was found: by the value's name, by the node's name or module, or by its shape.")]
    [JsonConverter(typeof(CamelCaseEnumConverter<MatchedBy>))]
    public required MatchedBy MatchedBy { get; init; }

    [Description("The name of the counterpart.")]
    public required string DumpName { get; init; }

    [Description("The shape of the layer for one image.")]
    public required IReadOnlyList<long> Shape { get; init; }

    [Description("The largest absolute difference.")]
    public required double MaxError { get; init; }

    [Description("The mean of the absolute differences.")]
    public required double MeanError { get; init; }

    [Description("The largest difference as a part of the layer's largest absolute value.")]
    public required double RelativeError { get; init; }

    [Description("Whether the layer differs: whether maxError is above the tolerance, or above its part of the layer's largest absolute "
        + "value where that is above 1; or nonFinite is above 0.")]
    public required bool Differs { get; init; }

    [Description("At how many places one is infinite or not a number and the other is another value; absent where at none. They count "
        + "nowhere else, and make the layer differ.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int NonFinite { get; init; }
}

/// <summary>What has no counterpart.</summary>
[Description("What has no counterpart.")]
public sealed record UnmatchedInfo
{
    [Description("Arrays of the dump, or layers of the other model.")]
    public required IReadOnlyList<string> Dump { get; init; }

    [Description("Layers of the model.")]
    public required IReadOnlyList<string> Layers { get; init; }

    [Description("Arrays that have the name of a layer and another shape; absent where there are none.")]
    public IReadOnlyList<OtherShapeInfo>? OtherShapes { get; init; }
}

/// <summary>An array that has the name of a layer and another shape.</summary>
[Description("An array that has the name of a layer and another shape.")]
public sealed record OtherShapeInfo
{
    [Description("The layer.")]
    public required string Layer { get; init; }

    [Description("The name of the array.")]
    public required string DumpName { get; init; }

    [Description("The shape of the array.")]
    public required IReadOnlyList<long> Shape { get; init; }

    [Description("The shape of the layer for one image, which is expected; leading extents of 1 may be left out.")]
    public required IReadOnlyList<long> Expected { get; init; }
}
