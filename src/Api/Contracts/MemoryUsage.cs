using System.ComponentModel;

namespace Fovea.Api.Contracts;

/// <summary>The memory that a loaded model takes.</summary>
[Description("The memory that a loaded model takes, in bytes.")]
public sealed record MemoryUsage
{
    [Description("Packed weights, shared by all runs.")]
    public required long Weights { get; init; }

    [Description("The activations of one run of one image.")]
    public required long Activations { get; init; }

    [Description("The plan of one image: its steps, and constants that follow from the image's size.")]
    public required long Plan { get; init; }

    [Description("The graph, names, labels and other objects; estimated.")]
    public required long Objects { get; init; }

    [Description("All together: what Models:MaxBytes counts.")]
    public required long Total { get; init; }
}
