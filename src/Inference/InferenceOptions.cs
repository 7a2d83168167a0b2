namespace Fovea.Inference;

/// <summary>The options of an <see cref="InferenceEngine"/>.</summary>
public sealed record InferenceOptions
{
    /// <summary>
    /// The number of threads one run may use, including the caller's; 0 means one per processor that the process may use.
    /// </summary>
    public int Threads { get; init; }

    /// <summary>The instruction set to use; null chooses the best one of the machine.</summary>
    public InstructionSet? InstructionSet { get; init; }

    /// <summary>
    /// The name of the processor for which block sizes and algorithms are chosen (<c>zen4</c>, <c>zen5</c>, <c>sapphire-rapids</c>,
    /// <c>generic</c>); null describes the one of this machine. Rounding depends on the algorithms, so machines of several kinds that are
    /// to give the same bits are given one name and one <see cref="InstructionSet"/>. Whether weights are fetched ahead, whether
    /// activations take large pages, and by which instructions bytes are multiplied, comes with the name too.
    /// </summary>
    public string? Processor { get; init; }

    /// <summary>The most bytes of idle activation arenas to pool for the next runs. Default 1 GiB.</summary>
    public long PooledArenaBytes { get; init; } = 1L << 30;

    /// <summary>The most memory, in bytes, that the activations of one run may take. Default 8 GiB.</summary>
    public long MaxActivationBytes { get; init; } = 8L << 30;

    /// <summary>
    /// The most iterations of a Loop or Scan whose iterations are counted while it runs, and of each loop in it. A run that would do more
    /// ends with <see cref="InvalidInputException"/>. Default 1,000,000.
    /// </summary>
    public long MaxLoopIterations { get; init; } = 1_000_000;

    /// <summary>
    /// The most memory, in bytes, that constants computed while loading one model may take (weights in the file are not counted). Default 2
    /// GiB.
    /// </summary>
    public long MaxConstantBytes { get; init; } = 2L << 30;

    /// <summary>What loading one model may take, and compiling one plan.</summary>
    public LoadLimits LoadLimits { get; init; } = new();

    /// <summary>
    /// The most memory, in bytes, that the compiled plans of all models may take besides weights: their steps, and constants that follow
    /// from the shapes of the inputs. Plans that were not used for longest are evicted, and compiled again when they are needed. An evicted
    /// plan keeps its memory until the last run on it has ended. A plan that takes more alone is refused
    /// (<see cref="ActivationLimitException"/>). Default 256 MiB.
    /// </summary>
    public long PlanBytes { get; init; } = 256L << 20;

    /// <summary>How many compiled plans (input shape and requested outputs) each model keeps. Default 64.</summary>
    public int PlansPerModel { get; init; } = 64;

    /// <summary>
    /// Whether convolutions of stride 1 may be computed by Winograd's minimal filtering if that is faster. Its results differ from the
    /// direct sum by about 1e-6 of a layer's range, because of rounding; near an infinity they are NaN, in neighbouring groups of channels
    /// too. If false, every convolution is a direct sum.
    /// </summary>
    public bool Winograd { get; init; } = true;

    /// <summary>
    /// Whether to run the graph passes that only serve speed (fusion, folding). If false, every node is computed as written.
    /// </summary>
    public bool Optimize { get; init; } = true;
}
