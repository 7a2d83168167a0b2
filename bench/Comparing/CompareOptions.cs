using Fovea.Inference;

namespace Fovea.Bench.Comparing;

/// <summary>The options of the compare command.</summary>
internal sealed record CompareOptions
{
    /// <summary>
    /// The largest allowed difference of quantised networks from ONNX Runtime, relative to the output's range. Sums may lie half-way
    /// between two steps: ONNX Runtime's own settings differ by 19 of 255.
    /// </summary>
    public const double AllowedQuantizedDifference = 0.1;

    public required string Models { get; init; }

    public string? Only { get; init; }

    public required int[] Threads { get; init; }

    public required int[] Batches { get; init; }

    /// <summary>The number of rounds, in each of which every engine has one turn.</summary>
    public required int Rounds { get; init; }

    /// <summary>The minimum duration of a turn.</summary>
    public required int Milliseconds { get; init; }

    /// <summary>The duration of each engine's warm-up before the first round.</summary>
    public required int WarmUpMilliseconds { get; init; }

    /// <summary>The instruction set of all Fovea builds; null for the best one.</summary>
    public InstructionSet? InstructionSet { get; init; }

    /// <summary>The name of the processor's description in all Fovea builds; null for that of this machine.</summary>
    public string? Processor { get; init; }

    /// <summary>The folder of another build of Fovea to compare with; null for ONNX Runtime.</summary>
    public string? Against { get; init; }

    /// <summary>Whether to measure a second copy of the other build too: the difference between the two copies is noise.</summary>
    public bool Control { get; init; }

    public required bool Winograd { get; init; }

    /// <summary>The largest allowed difference from ONNX Runtime, relative to the output's range.</summary>
    public double AllowedDifference => Winograd ? 1e-3 : 1e-4;

    /// <exception cref="ArgumentException">An option is missing or makes no sense.</exception>
    public static CompareOptions Read(Arguments arguments)
    {
        CompareOptions options = ReadAll(arguments);
        return options.Control && options.Against is null
            ? throw new ArgumentException("--control true: a control is another build's second copy; name that build by --against.")
            : options;
    }

    /// <summary>An engine of this build, for runs on so many threads.</summary>
    public InferenceEngine NewEngine(int threads) =>
        new(new InferenceOptions { Threads = threads, InstructionSet = InstructionSet, Processor = Processor, Winograd = Winograd });

    private static CompareOptions ReadAll(Arguments arguments) => new()
    {
        Models = arguments.Required("models"),
        Only = arguments.Text("only"),
        Threads = arguments.Numbers("threads", 1, Environment.ProcessorCount),
        Batches = arguments.Numbers("batch", 1),
        Rounds = arguments.Number("rounds", 9),
        Milliseconds = arguments.Number("milliseconds", 200),
        WarmUpMilliseconds = arguments.Number("warmup", 500),
        InstructionSet = arguments.InstructionSet("isa"),
        Processor = arguments.Processor("processor"),
        Against = arguments.Text("against"),
        Control = arguments.Switch("control", otherwise: false),
        Winograd = arguments.Switch("winograd", otherwise: true),
    };
}
