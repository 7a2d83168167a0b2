using System.ComponentModel;

namespace Fovea.Api.Contracts;

/// <summary>The answer of <c>POST /predict</c>.</summary>
[Description("Labels for each image of a request.")]
public sealed record PredictResponse
{
    [Description("The model that answered.")]
    public required string Model { get; init; }

    [Description("The version of that model.")]
    public required string Version { get; init; }

    [Description("One entry per image, in the order of the request.")]
    public required IReadOnlyList<PredictResult> Results { get; init; }
}
