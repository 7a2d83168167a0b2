using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;

namespace Fovea.Api.Contracts;

/// <summary>The data of an event of <c>/style-transfers/{id}/events</c>.</summary>
[Description("How far a style transfer is.")]
public sealed record StyleTransferEvent : JobProgress
{
    [SetsRequiredMembers]
    internal StyleTransferEvent(JobProgress job)
        : base(job)
    {
    }

    [Description("The loss of the content layers before the last step; absent before the first.")]
    public double? Content { get; init; }

    [Description("The loss of the style layers.")]
    public double? Style { get; init; }

    [Description("The loss of neighbouring pixels.")]
    public double? Variation { get; init; }

    [Description("The picture so far, small, as a data URL of PNG; in some of the events only.")]
    public string? Image { get; init; }
}
