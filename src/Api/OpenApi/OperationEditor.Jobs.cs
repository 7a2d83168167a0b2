using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Fovea.Api.OpenApi;

/// <summary>Answers of calls about jobs.</summary>
internal sealed partial class OperationEditor
{
    /// <summary>An answer of 202, with the address of what was begun.</summary>
    public OperationEditor Accepted(string description, JsonNode example)
    {
        if (operation.Responses?.GetValueOrDefault("202") is OpenApiResponse response)
        {
            response.Description = description;
            response.Headers = new Dictionary<string, IOpenApiHeader>
            {
                ["Location"] = new OpenApiHeader { Description = "The address of what was begun.", Schema = Text() },
            };
            foreach (OpenApiMediaType content in response.Content?.Values ?? [])
                content.Example = example;
        }

        return this;
    }

    /// <summary>An answer of server-sent events, with an example.</summary>
    public OperationEditor EventsAnswer(string description, string example)
    {
        OpenApiResponse response = Success();
        response.Description = description;
        response.Content = new Dictionary<string, OpenApiMediaType>
        {
            ["text/event-stream"] = new() { Schema = Text(), Example = JsonValue.Create(example) },
        };
        return this;
    }
}
