namespace Fovea.Inference.Graphs;

/// <summary>A per-channel scale and shift: x * Factors + Shifts, in double precision.</summary>
/// <param name="Factors">One per channel; null for none.</param>
/// <param name="Shifts">One per channel; null for none.</param>
internal sealed record ChannelScale(ChannelValues? Factors, ChannelValues? Shifts)
{
    /// <summary>The number of channels.</summary>
    public int Channels => Factors?.Count ?? Shifts!.Count;
}
