namespace Fovea.Bench.ColdStart;

/// <summary>The options of the load command.</summary>
internal sealed record ColdStartOptions
{
    public required string Models { get; init; }

    public string? Only { get; init; }

    /// <summary>The folder that keeps files with weights for later runs; null for temporary files.</summary>
    public string? Keep { get; init; }

    /// <summary>The number of rounds, in each of which every engine starts one process.</summary>
    public required int Rounds { get; init; }

    public static ColdStartOptions Read(Arguments arguments) => new()
    {
        Models = arguments.Required("models"),
        Only = arguments.Text("only"),
        Keep = arguments.Text("keep"),
        Rounds = arguments.Number("rounds", 5),
    };
}
