using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Fovea.Api.OpenInference.Http.Contracts;

/// <summary>The body of every error below <c>/v2</c>.</summary>
[Description("What is wrong: what was found, what was expected and what to do.")]
internal sealed record V2Error
{
    [JsonPropertyName("error")]
    public required string Error { get; init; }
}
