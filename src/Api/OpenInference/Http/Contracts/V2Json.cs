using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Fovea.Api.OpenInference.Core.Contracts;

namespace Fovea.Api.OpenInference.Http.Contracts;

/// <summary>How the contracts of <c>/v2</c> are written as JSON, generated at compile time.</summary>
[JsonSourceGenerationOptions(NumberHandling = JsonNumberHandling.Strict)]
[JsonSerializable(typeof(ModelConfiguration))]
[JsonSerializable(typeof(ModelMetadata))]
[JsonSerializable(typeof(ModelReady))]
[JsonSerializable(typeof(ModelStatisticsList))]
[JsonSerializable(typeof(RepositoryIndexEntry[]))]
[JsonSerializable(typeof(ServerLive))]
[JsonSerializable(typeof(ServerMetadata))]
[JsonSerializable(typeof(ServerReady))]
[JsonSerializable(typeof(V2Error))]
internal sealed partial class V2Json : JsonSerializerContext
{
    /// <summary>Letters and apostrophes stay readable: answers are never put into a page unescaped.</summary>
    public static V2Json Answers =>
        field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
