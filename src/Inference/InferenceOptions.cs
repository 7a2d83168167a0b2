namespace Fovea.Inference;

/// <summary>What can be set of an <see cref="InferenceEngine"/>.</summary>
public sealed record InferenceOptions
{
    /// <summary>How many threads one run may use, the caller's included; 0 takes the processors this process may use.</summary>
    public int Threads { get; init; }

    /// <summary>The instruction set to use instead of the best one; null chooses the best that the machine has.</summary>
    public InstructionSet? InstructionSet { get; init; }

    /// <summary>The most memory, in bytes, that idle activation arenas keep for the next runs. Default 1 GiB.</summary>
    public long PooledArenaBytes { get; init; } = 1L << 30;

    /// <summary>The most memory, in bytes, that the activations of one run may take. Default 8 GiB.</summary>
    public long MaxActivationBytes { get; init; } = 8L << 30;

    /// <summary>The most memory, in bytes, that constants computed while loading one model may take (weights in the file are not counted). Default 2 GiB.</summary>
    public long MaxConstantBytes { get; init; } = 2L << 30;

    /// <summary>How many compiled plans (input shape and requested outputs) each model keeps. Default 64.</summary>
    public int PlansPerModel { get; init; } = 64;

    /// <summary>
    /// Whether convolutions of stride 1 may be computed by Winograd's minimal filtering, where that is faster. Its sums are rounded
    /// differently from the direct ones, by about 1e-6 of a layer's range; off, every convolution is the direct sum.
    /// </summary>
    public bool Winograd { get; init; } = true;

    /// <summary>Whether graph passes that only serve speed run (fusion, folding). Off, every node is computed as written.</summary>
    public bool Optimize { get; init; } = true;
}
