namespace Fovea.Api.Options;

/// <summary>Section <c>Concurrency</c>: how much happens at once, and how long the rest waits.</summary>
public sealed record ConcurrencyOptions
{
    /// <summary>How many requests may decode images at once; 0 takes the number of processors.</summary>
    public int Decodes { get; init; }

    /// <summary>How many requests may run a network at once; 0 takes the number of processors.</summary>
    public int Runs { get; init; }

    /// <summary>How many requests may wait for either. Default 256.</summary>
    public int MaxWaiting { get; init; } = 256;

    /// <summary>How long one request may wait for either. Default 10 seconds.</summary>
    public TimeSpan MaxWait { get; init; } = TimeSpan.FromSeconds(10);
}
