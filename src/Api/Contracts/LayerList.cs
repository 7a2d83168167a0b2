using System.ComponentModel;

namespace Fovea.Api.Contracts;

/// <summary>The answer of <c>GET /models/{model}/layers</c>.</summary>
[Description("Every layer of a model, in the order of computation.")]
public sealed record LayerList
{
    [Description("The model.")]
    public required string Model { get; init; }

    [Description("The version of that model.")]
    public required string Version { get; init; }

    [Description(
        "The shapes of the inputs that the list holds for: one image at the size that the pre-processing gives. Absent where they are " +
        "not known before a run; the list is empty then.")]
    public IReadOnlyList<IReadOnlyList<long>>? InputShapes { get; init; }

    [Description("The layers.")]
    public required IReadOnlyList<LayerDetails> Layers { get; init; }
}
