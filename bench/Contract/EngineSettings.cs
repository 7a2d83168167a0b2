namespace Fovea.Bench.Contract;

/// <summary>The settings of an engine.</summary>
public sealed record EngineSettings
{
    /// <summary>How many threads one run may use.</summary>
    public required int Threads { get; init; }

    /// <summary>The name of the instruction set; null for the best.</summary>
    public string? InstructionSet { get; init; }

    /// <summary>The name of the processor's description, one of <see cref="IBuild.Processors"/>; null for that of this machine.</summary>
    public string? Processor { get; init; }

    /// <summary>Whether convolutions may be computed by Winograd's algorithm.</summary>
    public bool Winograd { get; init; } = true;

    /// <summary>The most bytes of activations of one run; null for the engine's default.</summary>
    public long? MaxActivationBytes { get; init; }

    /// <summary>How many plans a model keeps; null for the engine's default.</summary>
    public int? PlansPerModel { get; init; }
}
