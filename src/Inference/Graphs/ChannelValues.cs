namespace Fovea.Inference.Graphs;

/// <summary>
/// One number per channel, in double precision, computed from constants. Has value equality; nothing is read before <see cref="Read"/> is
/// called.
/// </summary>
/// <param name="Count">The number of channels.</param>
internal abstract record ChannelValues(int Count)
{
    /// <summary>Whether they are computed from constants that belong to one plan.</summary>
    public abstract bool IsPlanSpecific { get; }

    /// <summary>Reads the constants and computes the numbers.</summary>
    /// <exception cref="InvalidModelException">A file was changed since it was opened.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public abstract double[] Read();
}
