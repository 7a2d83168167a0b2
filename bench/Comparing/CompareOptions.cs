using Fovea.Inference;

namespace Fovea.Bench.Comparing;

/// <summary>What to compare and how long.</summary>
internal sealed record CompareOptions
{
    public required string Models { get; init; }

    public string? Only { get; init; }

    public required int[] Threads { get; init; }

    public required int[] Batches { get; init; }

    /// <summary>Rounds in which each rival takes its turn.</summary>
    public required int Rounds { get; init; }

    /// <summary>The least duration of one rival's turn.</summary>
    public required int Milliseconds { get; init; }

    /// <summary>The duration of each rival's runs before the first round.</summary>
    public required int WarmUpMilliseconds { get; init; }

    /// <summary>Fovea's, of every build; ONNX Runtime always runs as it is.</summary>
    public InstructionSet? InstructionSet { get; init; }

    /// <summary>The folder of another build of Fovea, which takes ONNX Runtime's place.</summary>
    public string? Against { get; init; }

    /// <summary>Whether a second copy of the other build takes its turns too: what the two differ by is the machine's noise.</summary>
    public bool Control { get; init; }

    public required bool Winograd { get; init; }

    /// <summary>The largest difference from ONNX Runtime, relative to the output's range, that is not wrong.</summary>
    public double AllowedDifference => Winograd ? 1e-3 : 1e-4;

    /// <exception cref="ArgumentException">An option is missing or makes no sense.</exception>
    public static CompareOptions Read(Arguments arguments)
    {
        CompareOptions options = ReadAll(arguments);
        return options.Control && options.Against is null
            ? throw new ArgumentException("--control true: a control is another build's second copy; name that build by --against.")
            : options;
    }

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
        Against = arguments.Text("against"),
        Control = arguments.Switch("control", otherwise: false),
        Winograd = arguments.Switch("winograd", otherwise: true),
    };
}
