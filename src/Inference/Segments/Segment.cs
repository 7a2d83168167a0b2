namespace Fovea.Inference.Segments;

/// <summary>Consecutive nodes of a graph that are computed for one chunk of a batch's images after another.</summary>
/// <param name="First">The index of the first node.</param>
/// <param name="Last">The index after the last node.</param>
/// <param name="Chunk">Images per chunk; a divisor of the batch. If it is the whole batch, all threads work on each step together.</param>
internal readonly record struct Segment(int First, int Last, int Chunk);
