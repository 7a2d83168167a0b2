using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Fovea.Api.OpenInference.Core.Contracts;

/// <summary>Where requests spent their time.</summary>
[Description("Where requests spent their time.")]
internal sealed record InferenceStatistics
{
    [JsonPropertyName("success")]
    public required Duration Success { get; init; }

    [JsonPropertyName("fail")]
    public required Duration Fail { get; init; }

    [JsonPropertyName("queue")]
    public required Duration Queue { get; init; }

    [JsonPropertyName("compute_input")]
    public required Duration ComputeInput { get; init; }

    [JsonPropertyName("compute_infer")]
    public required Duration ComputeInfer { get; init; }

    [JsonPropertyName("compute_output")]
    public required Duration ComputeOutput { get; init; }

    [Description("Always 0: there is no cache of answers.")]
    [JsonPropertyName("cache_hit")]
    public Duration CacheHit { get; init; } = new();

    [Description("Always 0: there is no cache of answers.")]
    [JsonPropertyName("cache_miss")]
    public Duration CacheMiss { get; init; } = new();
}

/// <summary>The runs of one size of batch.</summary>
[Description("The runs of one size of batch.")]
internal sealed record BatchStatistics
{
    [JsonPropertyName("batch_size")]
    public long BatchSize { get; init; }

    [JsonPropertyName("compute_input")]
    public required Duration ComputeInput { get; init; }

    [JsonPropertyName("compute_infer")]
    public required Duration ComputeInfer { get; init; }

    [JsonPropertyName("compute_output")]
    public required Duration ComputeOutput { get; init; }
}

/// <summary>How often, and how long in all.</summary>
[Description("How often, and how long in all.")]
internal sealed record Duration
{
    [JsonPropertyName("count")]
    public long Count { get; init; }

    [Description("Nanoseconds.")]
    [JsonPropertyName("ns")]
    public long Ns { get; init; }
}
