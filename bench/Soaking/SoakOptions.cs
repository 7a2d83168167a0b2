namespace Fovea.Bench.Soaking;

/// <summary>What is soaked, how long and how hard.</summary>
internal sealed record SoakOptions
{
    /// <summary>The address of the service; it runs on this machine.</summary>
    public required Uri Url { get; init; }

    /// <summary>Its process, whose memory is watched.</summary>
    public required int Process { get; init; }

    /// <summary>The names of the models to ask.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>The folder that holds NAME/model.onnx, whose files are replaced meanwhile; null: none are.</summary>
    public string? Models { get; init; }

    /// <summary>The key of the admin plane: each model is then also loaded anew by the repository's API.</summary>
    public string? AdminKey { get; init; }

    public required TimeSpan Duration { get; init; }

    /// <summary>Requests that are sent, as a multiple of what the service answers when 16 callers keep it busy.</summary>
    public required double Overload { get; init; }

    /// <summary>Requests that may be under way at once; what would come on top is held back and counted.</summary>
    public required int MaxInFlight { get; init; }

    public required TimeSpan ReloadPeriod { get; init; }

    /// <summary>What is judged.</summary>
    public required SoakJudgement Judgement { get; init; }

    public static SoakOptions Read(Arguments arguments) => new()
    {
        Url = new Uri(arguments.Required("url")),
        Process = arguments.Number("pid", 0) is > 0 and int pid ? pid : throw new ArgumentException("The option --pid is missing: the service's process."),
        Names = arguments.Required("names").Split(','),
        Models = arguments.Text("models"),
        AdminKey = arguments.Text("admin-key"),
        Duration = TimeSpan.FromMinutes(arguments.Real("minutes", 20)),
        Overload = arguments.Real("overload", 4),
        MaxInFlight = arguments.Number("under-way", 768),
        ReloadPeriod = TimeSpan.FromSeconds(arguments.Real("reload-seconds", 10)),
        Judgement = arguments.Text("judge") switch
        {
            null or "all" => SoakJudgement.All,
            "memory" => SoakJudgement.Memory,
            "leak" => SoakJudgement.Leak,
            string other => throw new ArgumentException($"--judge {other}: expected all, memory or leak."),
        },
    };
}

/// <summary>What a soak must show.</summary>
internal enum SoakJudgement
{
    /// <summary>Every promise.</summary>
    All,

    /// <summary>Flat memory alone, under good images alone: the other service sheds no load and takes half an image for an image.</summary>
    Memory,

    /// <summary>The negative control: a leak was planted, and the same check must find it.</summary>
    Leak,
}
