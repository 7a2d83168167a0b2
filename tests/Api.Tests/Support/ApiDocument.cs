using System.Text.Json.Nodes;

namespace Fovea.Api.Tests.Support;

/// <summary>The OpenAPI document of a service.</summary>
internal static class ApiDocument
{
    /// <summary>The document with every answer and every example where it is referred to; schemas stay references.</summary>
    public static async Task<JsonNode> ReadAsync(HttpClient client)
    {
        JsonNode document = await client.Get("/openapi/v1.json").Json();
        foreach ((_, JsonNode? path) in document["paths"]!.AsObject())
        {
            foreach ((_, JsonNode? operation) in path!.AsObject())
                Follow(document, operation!["responses"]!.AsObject(), "responses");
        }

        return document;
    }

    /// <summary>What a reference leads to; null where that is nothing.</summary>
    public static JsonNode? Find(JsonNode document, string reference)
    {
        Assert.StartsWith("#/", reference, StringComparison.Ordinal);
        return reference[2..].Split('/').Aggregate((JsonNode?)document, (node, name) => node?[name]);
    }

    private static void Follow(JsonNode document, JsonObject members, string kind)
    {
        foreach ((string name, JsonNode? member) in members.ToArray())
        {
            if (member!["$ref"] is { } reference)
            {
                Assert.StartsWith($"#/components/{kind}/", $"{reference}", StringComparison.Ordinal);
                members[name] = Find(document, $"{reference}")!.DeepClone();
            }

            foreach ((_, JsonNode? content) in members[name]!["content"]?.AsObject() ?? [])
            {
                if (content!["examples"] is JsonObject examples)
                    Follow(document, examples, "examples");
            }
        }
    }
}
