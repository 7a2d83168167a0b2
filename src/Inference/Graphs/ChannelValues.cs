namespace Fovea.Inference.Graphs;

/// <summary>
/// One number per channel, in double precision, that follows from constants. A value: nothing is read before it is asked to.
/// </summary>
/// <param name="Count">The number of channels.</param>
internal abstract record ChannelValues(int Count)
{
    /// <summary>Whether they follow from constants that are of one plan.</summary>
    public abstract bool IsPlanSpecific { get; }

    /// <summary>Reads the constants and computes the numbers.</summary>
    /// <exception cref="InvalidModelException">A file was written into since it was opened.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public abstract double[] Read();
}
