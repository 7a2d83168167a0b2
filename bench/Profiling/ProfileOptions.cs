using Fovea.Inference;

namespace Fovea.Bench.Profiling;

/// <summary>The options of the profile and classes commands.</summary>
internal sealed record ProfileOptions
{
    public required string Models { get; init; }

    /// <summary>Names of networks, separated by commas; null for all networks of the folder.</summary>
    public string? Only { get; init; }

    public required int Threads { get; init; }

    public required int Batch { get; init; }

    /// <summary>The number of measured runs.</summary>
    public required int Runs { get; init; }

    /// <summary>The duration of the warm-up, during which the runtime recompiles hot methods.</summary>
    public required int WarmUpMilliseconds { get; init; }

    public required bool Winograd { get; init; }

    /// <summary>Whether a run forwards and back is profiled: the gradient of all scores with respect to the first input.</summary>
    public required bool Gradient { get; init; }

    public InstructionSet? InstructionSet { get; init; }

    /// <summary>The name of the processor's description; null for that of this machine.</summary>
    public string? Processor { get; init; }

    public static ProfileOptions Read(Arguments arguments) => new()
    {
        Models = arguments.Required("models"),
        Only = arguments.Subject,
        Threads = arguments.Number("threads", 1),
        Batch = arguments.Number("batch", 1),
        Runs = arguments.Number("runs", 50),
        WarmUpMilliseconds = arguments.Number("warmup", 500),
        Winograd = arguments.Switch("winograd", otherwise: true),
        Gradient = arguments.Switch("gradient", otherwise: false),
        InstructionSet = arguments.InstructionSet("isa"),
        Processor = arguments.Processor("processor"),
    };

    public InferenceEngine NewEngine() =>
        new(new InferenceOptions { Threads = Threads, InstructionSet = InstructionSet, Processor = Processor, Winograd = Winograd });
}
