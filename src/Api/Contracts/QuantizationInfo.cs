using System.ComponentModel;

namespace Fovea.Api.Contracts;

/// <summary>What is quantised in a network.</summary>
[Description("A network whose layers are integers that stand for real numbers.")]
public sealed record QuantizationInfo
{
    [Description("The types of the integers: uint8, int8 or both.")]
    public required IReadOnlyList<string> Types { get; init; }

    [Description("How many steps of the compiled network compute with integers; GET /models/{model}/layers says which.")]
    public required int Steps { get; init; }

    [Description("The multiply-add operations for one image that are of integers.")]
    public required long MultiplyAdds { get; init; }

    [Description("Layers between quantised tensors that are computed with real numbers, by the reason; absent where there are none.")]
    public IReadOnlyList<RealLayersInfo>? RealLayers { get; init; }
}

/// <summary>Layers that are computed with real numbers for one reason.</summary>
[Description("Layers between quantised tensors that are computed with real numbers for one reason.")]
public sealed record RealLayersInfo
{
    [Description("Why, and what to do about it.")]
    public required string Reason { get; init; }

    [Description("How many layers.")]
    public required int Layers { get; init; }

    [Description("The first of them; GET /models/{model}/layers says which the others are.")]
    public required string First { get; init; }
}
