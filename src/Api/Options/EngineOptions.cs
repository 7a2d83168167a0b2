using Fovea.Api.Options.Forms;
using Fovea.Api.Options.Settings;
using Fovea.Inference;

namespace Fovea.Api.Options;

/// <summary>Section <c>Inference</c>: the inference engine.</summary>
public sealed record EngineOptions
{
    /// <summary>How many threads one run may use; 0 takes the number of processors.</summary>
    public int Threads { get; set; }

    /// <summary>The instruction set instead of the best one that the machine has.</summary>
    public InstructionSet? InstructionSet { get; set; }

    /// <summary>The name of a known processor whose block sizes and algorithms are used instead of this one's.</summary>
    public string? Processor { get; set; }

    /// <summary>Whether convolutions of stride 1 may be computed by Winograd's algorithm; off, every one is the direct sum.</summary>
    public bool Winograd { get; set; } = true;

    /// <summary>
    /// The most memory, in bytes, that the activations of one run may take. Default 8 GiB, or half of the memory where that is less.
    /// </summary>
    public long MaxActivationBytes { get; set; } = MemoryDefaults.Here.MaxActivationBytes;

    /// <summary>
    /// The most memory, in bytes, that is kept for the next runs. Default 1 GiB, or an eighth of the memory where that is less.
    /// </summary>
    public long PooledArenaBytes { get; set; } = MemoryDefaults.Here.PooledArenaBytes;

    /// <summary>
    /// The most memory, in bytes, that compiled plans take besides weights: their steps, and constants that follow from the size of an
    /// input. Default 256 MiB, or an eighth of the memory where that is less.
    /// </summary>
    public long PlanBytes { get; set; } = MemoryDefaults.Here.PlanBytes;

    /// <summary>The most iterations of one loop in a model (Loop, Scan).</summary>
    public long MaxLoopIterations { get; set; } = new InferenceOptions().MaxLoopIterations;

    /// <summary>How each is read.</summary>
    internal static IReadOnlyList<Setting<EngineOptions>> Settings { get; } =
    [
        Setting<EngineOptions>.Of(
            nameof(Threads), new NumberForm<int>(0, 1024, "0 (the number of processors) to 1024"),
            (options, value) => options.Threads = value),
        Setting<EngineOptions>.Of(
            nameof(InstructionSet), new ChoiceForm<InstructionSet>(), (options, value) => options.InstructionSet = value),
        Setting<EngineOptions>.Of(
            nameof(Processor),
            new TextForm(name => InferenceEngine.KnownProcessors.Contains(name, StringComparer.OrdinalIgnoreCase)
                ? null : string.Join(", ", InferenceEngine.KnownProcessors)),
            (options, value) => options.Processor = value),
        Setting<EngineOptions>.Of(nameof(Winograd), new SwitchForm(), (options, value) => options.Winograd = value),
        Setting<EngineOptions>.Of(
            nameof(MaxActivationBytes), new BytesForm(1, long.MaxValue, "a number of bytes above 0"),
            (options, value) => options.MaxActivationBytes = value),
        Setting<EngineOptions>.Of(
            nameof(PooledArenaBytes), new BytesForm(0, long.MaxValue, "a number of bytes"),
            (options, value) => options.PooledArenaBytes = value),
        Setting<EngineOptions>.Of(
            nameof(PlanBytes), new BytesForm(1, long.MaxValue, "a number of bytes above 0"),
            (options, value) => options.PlanBytes = value),
        Setting<EngineOptions>.Of(
            nameof(MaxLoopIterations), new NumberForm<long>(1, long.MaxValue, "a number above 0"),
            (options, value) => options.MaxLoopIterations = value),
    ];
}
