using System.Text.Json.Serialization;

namespace Fovea.Baseline;

/// <summary>The answer, in Fovea's format, so that one client reads both.</summary>
internal sealed record Prediction(PredictionResult[] Results);

/// <summary>The result for one image.</summary>
internal sealed record PredictionResult(PredictedLabel[] Predictions);

/// <summary>One class.</summary>
internal sealed record PredictedLabel(string Label, int Index, float Probability);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Prediction))]
internal sealed partial class BaselineJson : JsonSerializerContext;
