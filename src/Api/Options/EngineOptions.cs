using Fovea.Inference;

namespace Fovea.Api.Options;

/// <summary>Section <c>Inference</c>: the inference engine.</summary>
public sealed record EngineOptions
{
    /// <summary>How many threads one run may use; 0 takes the number of processors.</summary>
    public int Threads { get; init; }

    /// <summary>The instruction set instead of the best one that the machine has.</summary>
    public InstructionSet? InstructionSet { get; init; }

    /// <summary>Whether 3x3 convolutions may be computed by Winograd's algorithm; off, every convolution is the direct sum.</summary>
    public bool Winograd { get; init; } = true;

    /// <summary>The most memory, in bytes, that the activations of one run may take. Default 8 GiB, or half of the memory where that is less.</summary>
    public long MaxActivationBytes { get; init; } = MemoryDefaults.Here.MaxActivationBytes;

    /// <summary>The most memory, in bytes, that is kept for the next runs. Default 1 GiB, or an eighth of the memory where that is less.</summary>
    public long PooledArenaBytes { get; init; } = MemoryDefaults.Here.PooledArenaBytes;
}
