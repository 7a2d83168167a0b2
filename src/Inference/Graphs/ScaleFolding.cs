namespace Fovea.Inference.Graphs;

/// <summary>
/// Where a node takes a factor and a shift per output channel: the weights are multiplied, the bias is multiplied and shifted.
/// </summary>
/// <param name="Weights">The input that holds the weights, a constant.</param>
/// <param name="Bias">The input that holds one constant per channel; it may be missing.</param>
/// <param name="Layout">Which channel each weight belongs to.</param>
internal sealed record ScaleFolding(int Weights, int Bias, ChannelLayout Layout);

/// <summary>
/// Which output channel the elements of a weight tensor belong to: element i to channel i / <paramref name="Run"/> %
/// <paramref name="Period"/> + i / <paramref name="Group"/> * <paramref name="Period"/>.
/// </summary>
/// <param name="Run">Neighbouring elements of one channel.</param>
/// <param name="Period">Channels that follow each other before the first comes again.</param>
/// <param name="Group">Elements after which other channels begin; the number of all elements where none do.</param>
internal readonly record struct ChannelLayout(long Run, long Period, long Group)
{
    /// <summary>Weights whose axis 0 counts the channels.</summary>
    public static ChannelLayout Outermost(Shape weights) => new(Inner(weights), weights[0], All(weights));

    /// <summary>Weights whose last axis counts the channels.</summary>
    public static ChannelLayout Innermost(Shape weights) => new(1, weights[-1], All(weights));

    /// <summary>Weights [C, M / groups, ...]: axis 1 counts the channels of a group, and groups follow each other along axis 0.</summary>
    public static ChannelLayout Grouped(Shape weights, long groups) => new(Inner(weights) / weights[1], weights[1], All(weights) / groups);

    private static long All(Shape weights) => Math.Max(1, weights.ElementCount);

    private static long Inner(Shape weights) => All(weights) / Math.Max(1, weights[0]);
}
