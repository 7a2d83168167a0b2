using System.ComponentModel.DataAnnotations;
using Fovea.Api.Options.Validation;

namespace Fovea.Api.Options;

/// <summary>Section <c>Batching</c>: how requests share the processors.</summary>
public sealed record BatchingOptions : IValidatableObject
{
    /// <summary>How many images are decoded, or batches run, at once; 0 takes the number of threads of <c>Inference:Threads</c>.</summary>
    [Number(0, 1024, "0 (the number of threads) to 1024")]
    public int Parallelism { get; set; }

    /// <summary>The most images of one run; how many of them pay is measured. Default 8; 1 switches batching off.</summary>
    [Number(1, 1024, "1 (no batching) to 1024")]
    public int MaxSize { get; set; } = 8;

    /// <summary>How long a batch that is not full waits for more requests although a processor is free. Default 0.</summary>
    [Time("00:00:00", "00:00:10", "a time up to 10 seconds")]
    public TimeSpan MaxDelay { get; set; } = TimeSpan.Zero;

    /// <summary>How many requests may wait per model. Default 256.</summary>
    [Number(0, 1_000_000)]
    public int MaxQueue { get; set; } = 256;

    /// <summary>How long one request may take from its arrival to its answer. Default 10 seconds.</summary>
    [Time("00:00:00.0000001", "01:00:00", "a time above 0 up to an hour")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The shares of models that compete for the processors, by name. Default 1 each.</summary>
    public Dictionary<string, double> Weights { get; set; } = [];

    /// <summary>Checks each weight.</summary>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => Weights
        .Where(entry => entry.Value is not (>= 0.001 and <= 1000))
        .Select(entry => SettingError.Of($"Batching:Weights:{entry.Key}", entry.Value, "0.001 to 1000"));
}
