using System.ComponentModel;

namespace Fovea.Api.Contracts;

/// <summary>The answer for one image.</summary>
[Description("The answer for one image.")]
public sealed record PredictResult
{
    [Description("The id under which the image can be used for a while with GET /featuremaps/{layer}?image=. Absent where images are not kept.")]
    public string? Id { get; init; }

    [Description("The name of the file, where it had one.")]
    public string? Name { get; init; }

    [Description("The most probable classes, the most probable first.")]
    public required IReadOnlyList<PredictedLabel> Predictions { get; init; }
}
