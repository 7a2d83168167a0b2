using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;

namespace Fovea.Api.Contracts;

/// <summary>How contracts are written as JSON, generated at compile time.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, NumberHandling = JsonNumberHandling.Strict, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CellResponse))]
[JsonSerializable(typeof(DiffResponse))]
[JsonSerializable(typeof(ExplainResponse))]
[JsonSerializable(typeof(ExplanationJobResponse))]
[JsonSerializable(typeof(FeatureMapResponse))]
[JsonSerializable(typeof(FieldResponse))]
[JsonSerializable(typeof(GraphResponse))]
[JsonSerializable(typeof(HealthStatus))]
[JsonSerializable(typeof(JobProgress))]
[JsonSerializable(typeof(LayerList))]
[JsonSerializable(typeof(LayersResponse))]
[JsonSerializable(typeof(ModelDetails))]
[JsonSerializable(typeof(ModelList))]
[JsonSerializable(typeof(ModelReport))]
[JsonSerializable(typeof(PredictJobResponse))]
[JsonSerializable(typeof(PredictResponse))]
[JsonSerializable(typeof(PreprocessResponse))]
[JsonSerializable(typeof(ProblemDetails))]
[JsonSerializable(typeof(StyleTransferEvent))]
[JsonSerializable(typeof(StyleTransferResponse))]
[JsonSerializable(typeof(WeightsResponse))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
internal sealed partial class ApiJson : JsonSerializerContext
{
    /// <summary>Letters and apostrophes stay readable: answers are never put into a page unescaped.</summary>
    public static ApiJson Answers =>
        field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
