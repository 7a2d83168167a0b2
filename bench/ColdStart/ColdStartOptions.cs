namespace Fovea.Bench.ColdStart;

/// <summary>Which networks to load and how often.</summary>
internal sealed record ColdStartOptions
{
    public required string Models { get; init; }

    public string? Only { get; init; }

    /// <summary>Where the files with weights are kept for the next time; null for temporary ones.</summary>
    public string? Keep { get; init; }

    /// <summary>Rounds in which each rival starts one process.</summary>
    public required int Rounds { get; init; }

    public static ColdStartOptions Read(Arguments arguments) => new()
    {
        Models = arguments.Required("models"),
        Only = arguments.Text("only"),
        Keep = arguments.Text("keep"),
        Rounds = arguments.Number("rounds", 5),
    };
}
