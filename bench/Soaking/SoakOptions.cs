namespace Fovea.Bench.Soaking;

/// <summary>The options of the soak command.</summary>
internal sealed record SoakOptions
{
    /// <summary>The address of the service; it runs on this machine.</summary>
    public required Uri Url { get; init; }

    /// <summary>The id of the service's process, whose memory is watched.</summary>
    public required int Process { get; init; }

    /// <summary>The names of the models to request.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>The folder with NAME/model.onnx, whose files are replaced during the soak; null to replace none.</summary>
    public string? Models { get; init; }

    /// <summary>The admin API key: if set, each replaced model is also reloaded through the repository API.</summary>
    public string? AdminKey { get; init; }

    public required TimeSpan Duration { get; init; }

    /// <summary>The request rate, as a multiple of the rate that the service reaches with 16 concurrent callers.</summary>
    public required double Overload { get; init; }

    /// <summary>The most requests in flight; further ones are not sent, but counted.</summary>
    public required int MaxInFlight { get; init; }

    public required TimeSpan ReloadPeriod { get; init; }

    /// <summary>What the soak judges.</summary>
    public required SoakJudgement Judgement { get; init; }

    public static SoakOptions Read(Arguments arguments) => new()
    {
        Url = new Uri(arguments.Required("url")),
        Process = arguments.Number("pid", 0) is > 0 and int pid
            ? pid
            : throw new ArgumentException("The option --pid is missing: the service's process."),
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

/// <summary>What a soak judges.</summary>
internal enum SoakJudgement
{
    /// <summary>Everything.</summary>
    All,

    /// <summary>Only flat memory, with only good images, because the baseline service sheds no load and accepts truncated images.</summary>
    Memory,

    /// <summary>The negative control: the service has a planted leak, which the same check must find.</summary>
    Leak,
}
