namespace Fovea.Api.Options;

/// <summary>Section <c>Batching</c>: how requests share the processors.</summary>
public sealed record BatchingOptions
{
    /// <summary>How many images are decoded, or batches run, at once; 0 takes the number of threads of <c>Inference:Threads</c>.</summary>
    public int Parallelism { get; init; }

    /// <summary>The most images of one run; how many of them pay is measured. Default 8; 1 switches batching off.</summary>
    public int MaxSize { get; init; } = 8;

    /// <summary>How long a batch that is not full waits for company although a processor is free. Default 0.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.Zero;

    /// <summary>How many requests may wait per model. Default 256.</summary>
    public int MaxQueue { get; init; } = 256;

    /// <summary>How long one request may take from its arrival to its answer. Default 10 seconds.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The shares of models that compete for the processors, by name. Default 1 each.</summary>
    public Dictionary<string, double> Weights { get; init; } = [];
}
