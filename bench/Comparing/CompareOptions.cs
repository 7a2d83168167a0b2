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

    public InstructionSet? InstructionSet { get; init; }

    public static CompareOptions Read(Arguments arguments) => new()
    {
        Models = arguments.Required("models"),
        Only = arguments.Text("only"),
        Threads = arguments.Numbers("threads", 1, Environment.ProcessorCount),
        Batches = arguments.Numbers("batch", 1),
        Rounds = arguments.Number("rounds", 9),
        Milliseconds = arguments.Number("milliseconds", 200),
        InstructionSet = arguments.InstructionSet("isa"),
    };
}
