namespace Fovea.Inference.Graphs;

/// <summary>
/// How a node absorbs a scale and shift per output channel: the weights are multiplied, the bias is multiplied and shifted.
/// </summary>
/// <param name="Weights">The index of the input with the weights, which are constant.</param>
/// <param name="Bias">The index of the input with one constant per channel; it may be omitted.</param>
/// <param name="Layout">The channel of each weight.</param>
internal sealed record ScaleFolding(int Weights, int Bias, ChannelLayout Layout);

/// <summary>
/// The output channel of each element of a weight tensor: element i belongs to channel i / <paramref name="Run"/> %
/// <paramref name="Period"/> + i / <paramref name="Group"/> * <paramref name="Period"/>.
/// </summary>
/// <param name="Run">Neighbouring elements of one channel.</param>
/// <param name="Period">The number of channels before the first one repeats.</param>
/// <param name="Group">Elements per group of channels; all elements if there is one group.</param>
internal readonly record struct ChannelLayout(long Run, long Period, long Group)
{
    /// <summary>Weights with the channels along axis 0.</summary>
    public static ChannelLayout Outermost(Shape weights) => new(Inner(weights), weights[0], All(weights));

    /// <summary>Weights with the channels along the last axis.</summary>
    public static ChannelLayout Innermost(Shape weights) => new(1, weights[-1], All(weights));

    /// <summary>Weights [C, M / groups, ...]: the channels of a group along axis 1, the groups one after another along axis 0.</summary>
    public static ChannelLayout Grouped(Shape weights, long groups) => new(Inner(weights) / weights[1], weights[1], All(weights) / groups);

    private static long All(Shape weights) => Math.Max(1, weights.ElementCount);

    private static long Inner(Shape weights) => All(weights) / Math.Max(1, weights[0]);
}
