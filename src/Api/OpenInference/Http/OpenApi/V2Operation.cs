using System.Text.Json.Nodes;
using Fovea.Api.Errors;
using Fovea.Api.OpenApi;
using Fovea.Api.OpenInference.Http.Contracts;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Fovea.Api.OpenInference.Http.OpenApi;

/// <summary>What the operations below <c>/v2</c> have in common: the model in the address, and errors with a body of their own.</summary>
internal sealed class V2Operation(OpenApiOperation operation, OpenApiOperationTransformerContext context)
{
    public const string Tag = "v2";

    /// <summary>Whether the address names a version.</summary>
    private bool IsVersioned => context.Description.RelativePath?.Contains("{version}", StringComparison.Ordinal) == true;

    private bool HasModel => context.Description.RelativePath?.Contains("{model}", StringComparison.Ordinal) == true;

    public OperationEditor Called(string id, string summary, string description)
    {
        string suffix = IsVersioned ? "OfVersion" : HasModel || !id.EndsWith("Statistics", StringComparison.Ordinal) ? "" : "OfAll";
        return new OperationEditor(operation, context).Called(id + suffix, Tag, summary, description);
    }

    /// <summary>A JSON body.</summary>
    public void JsonBody(string description, JsonNode example, bool required, OpenApiSchema? schema = null) =>
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = required,
            Description = description,
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/json"] = new() { Schema = schema ?? new OpenApiSchema { Type = JsonSchemaType.Object }, Example = example },
            },
        };

    /// <summary>The errors that the operation answers with, one response per status.</summary>
    public async Task ErrorsAsync(CancellationToken cancellationToken, params IReadOnlyList<ErrorCode> codes)
    {
        OpenApiDocument document = context.Document ?? throw new InvalidOperationException("Operations are described within a document.");
        document.AddComponent(nameof(V2Error), await context.GetOrCreateSchemaAsync(typeof(V2Error), null, cancellationToken));
        operation.Responses ??= [];
        foreach (IGrouping<int, ErrorCode> status in codes.GroupBy(code => code.Status))
            operation.Responses[$"{status.Key}"] = Error(document, [.. status]);
    }

    /// <summary>A response of the protocol's error body, for codes of one status.</summary>
    public static OpenApiResponse Error(OpenApiDocument document, IReadOnlyList<ErrorCode> codes) => new()
    {
        Description = string.Join("; ", codes.Select(code => code.Title)),
        Headers = OperationEditor.Headers(codes),
        Content = new Dictionary<string, OpenApiMediaType>
        {
            ["application/json"] = new()
            {
                Schema = new OpenApiSchemaReference(nameof(V2Error), document),
                Example = new JsonObject { ["error"] = $"{codes[0].Title}." },
            },
        },
    };
}
