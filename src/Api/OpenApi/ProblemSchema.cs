using Fovea.Api.Errors;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Fovea.Api.OpenApi;

/// <summary>
/// What problem details look like here: the framework's type has neither the members of this service nor says which are always there.
/// </summary>
internal static class ProblemSchema
{
    /// <summary>The name of the schema in the document.</summary>
    public const string Name = "Problem";

    public static Task DescribeAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.JsonTypeInfo.Type != typeof(ProblemDetails))
            return Task.CompletedTask;
        schema.Description = "An error: problem details (RFC 9457) with a stable code.";
        schema.Required = new HashSet<string> { "type", "title", "status", "detail", Problems.Code };
        schema.Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = Text("A URI for the kind of error; it follows from the code."),
            ["title"] = Text("A short title that is the same for every error of this kind."),
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32", Description = "The HTTP status." },
            ["detail"] = Text("What was found, what was expected, and what to do."),
            [Problems.Code] = Text("The stable code to decide by."),
            [Problems.File] = Optional(JsonSchemaType.String, "The file of a multipart request that the error concerns."),
            [Problems.Suggestions] = Optional(
                JsonSchemaType.Array, "Names that were probably meant, nearest first.", OperationEditor.Text()),
        };
        return Task.CompletedTask;
    }

    private static OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, Description = description };

    private static OpenApiSchema Optional(JsonSchemaType type, string description, OpenApiSchema? items = null) =>
        new() { Type = type | JsonSchemaType.Null, Description = description, Items = items };
}
