namespace Fovea.Api.Verbs.Perf;

/// <summary>What <c>perf</c> is to do.</summary>
internal sealed record PerfArguments
{
    /// <summary>The server.</summary>
    public required Uri Url { get; init; }

    /// <summary>The path of an image file.</summary>
    public required string Image { get; init; }

    /// <summary>The model; null takes the server's default.</summary>
    public string? Model { get; init; }

    /// <summary>How many requests are under way at a time, each on a connection of its own.</summary>
    public int Connections { get; init; } = 1;

    /// <summary>For how long requests are sent, unless <see cref="Requests"/> says how many.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How many requests are sent; null for as many as fit into <see cref="Duration"/>.</summary>
    public long? Requests { get; init; }

    /// <summary>For how long requests are sent before anything is measured.</summary>
    public TimeSpan Warmup { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The API key; null for none.</summary>
    public string? Key { get; init; }

    /// <summary>Whether the result is written as JSON.</summary>
    public bool Json { get; init; }
}
