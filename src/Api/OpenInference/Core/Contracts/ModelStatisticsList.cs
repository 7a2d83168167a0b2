using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Fovea.Api.OpenInference.Core.Contracts;

/// <summary>The answer of <c>GET /v2/models/stats</c>.</summary>
[Description("What loaded models have done since each was loaded.")]
internal sealed record ModelStatisticsList
{
    [JsonPropertyName("model_stats")]
    public required IReadOnlyList<ModelStatisticsInfo> ModelStats { get; init; }
}

/// <summary>One version of a model.</summary>
[Description("What one version of a model has done since it was loaded.")]
internal sealed record ModelStatisticsInfo
{
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    [JsonPropertyName("version")]
    public required string Version { get; init; }

    [Description("When the last request was answered, in milliseconds since 1970; 0 when none was.")]
    [JsonPropertyName("last_inference")]
    public long LastInference { get; init; }

    [Description("Rows (images) that were answered.")]
    [JsonPropertyName("inference_count")]
    public long InferenceCount { get; init; }

    [Description("Runs of the network; several requests may share one.")]
    [JsonPropertyName("execution_count")]
    public long ExecutionCount { get; init; }

    [JsonPropertyName("inference_stats")]
    public required InferenceStatistics InferenceStats { get; init; }

    [Description("Per size of batch that was run, smallest first.")]
    [JsonPropertyName("batch_stats")]
    public required IReadOnlyList<BatchStatistics> BatchStats { get; init; }
}
