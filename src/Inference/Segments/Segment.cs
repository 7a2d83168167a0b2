namespace Fovea.Inference.Segments;

/// <summary>Consecutive nodes of a graph that are computed for a chunk of a batch's images before the next chunk begins.</summary>
/// <param name="First">The index of the first node.</param>
/// <param name="Last">The index behind the last node.</param>
/// <param name="Chunk">Images per chunk; a divisor of the batch. The whole batch: step by step, by all workers together.</param>
internal readonly record struct Segment(int First, int Last, int Chunk);
