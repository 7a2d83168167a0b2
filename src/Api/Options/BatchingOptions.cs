using Fovea.Api.Options.Forms;
using Fovea.Api.Options.Settings;

namespace Fovea.Api.Options;

/// <summary>Section <c>Batching</c>: how requests share the processors.</summary>
public sealed record BatchingOptions
{
    /// <summary>How many images are decoded, or batches run, at once; 0 takes the number of threads of <c>Inference:Threads</c>.</summary>
    public int Parallelism { get; set; }

    /// <summary>The most images of one run; how many of them pay is measured. Default 8; 1 switches batching off.</summary>
    public int MaxSize { get; set; } = 8;

    /// <summary>How long a batch that is not full waits for more requests although a processor is free. Default 0.</summary>
    public TimeSpan MaxDelay { get; set; } = TimeSpan.Zero;

    /// <summary>How many requests may wait per model. Default 256.</summary>
    public int MaxQueue { get; set; } = 256;

    /// <summary>How long one request may take from its arrival to its answer. Default 10 seconds.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The shares of models that compete for the processors, by name. Default 1 each.</summary>
    public Dictionary<string, double> Weights { get; set; } = [];

    /// <summary>How each is read.</summary>
    internal static IReadOnlyList<Setting<BatchingOptions>> Settings { get; } =
    [
        Setting<BatchingOptions>.Of(
            nameof(Parallelism), new NumberForm<int>(0, 1024, "0 (the number of threads) to 1024"),
            (options, value) => options.Parallelism = value),
        Setting<BatchingOptions>.Of(
            nameof(MaxSize), new NumberForm<int>(1, 1024, "1 (no batching) to 1024"), (options, value) => options.MaxSize = value),
        Setting<BatchingOptions>.Of(
            nameof(MaxDelay), new TimeForm("0", "10s", "a time up to 10 seconds"), (options, value) => options.MaxDelay = value),
        Setting<BatchingOptions>.Of(nameof(MaxQueue), new NumberForm<int>(0, 1_000_000), (options, value) => options.MaxQueue = value),
        Setting<BatchingOptions>.Of(
            nameof(Timeout), new TimeForm("00:00:00.0000001", "1h", "a time above 0 up to an hour"),
            (options, value) => options.Timeout = value),
        Setting<BatchingOptions>.Each(
            nameof(Weights), new NumberForm<double>(0.001, 1000), (options, key, value) => options.Weights[key] = value),
    ];
}
