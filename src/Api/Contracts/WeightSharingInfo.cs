using System.ComponentModel;

namespace Fovea.Api.Contracts;

/// <summary>Weights between the same two tensors, shared and not.</summary>
[Description("The number of weights between the same two tensors: shared by all positions, and not.")]
public sealed record WeightSharingInfo
{
    [Description("The weights of this layer, which all positions share.")]
    public required long Parameters { get; init; }

    [Description("The weights of a local layer, in which each position has a kernel and a bias of its own.")]
    public required long Local { get; init; }

    [Description("The weights of a fully connected layer, in which each output reads every input.")]
    public required long Dense { get; init; }
}
