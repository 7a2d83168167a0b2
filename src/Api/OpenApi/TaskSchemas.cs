using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Fovea.Api.Contracts;
using Fovea.Models.Tasks;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Fovea.Api.OpenApi;

/// <summary>What tasks add to the schemas: their names, the answer of each, and what a model's description says of it.</summary>
internal static class TaskSchemas
{
    /// <summary>Where the framework keeps the name of a schema that becomes a component of the document.</summary>
    private const string SchemaId = "x-schema-id";

    public static Task DescribeAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        TaskTable tasks = context.ApplicationServices.GetRequiredService<TaskTable>();
        Type type = context.JsonTypeInfo.Type;
        if (type == typeof(PredictResponse))
            return DescribeResultsAsync(schema, context, tasks, cancellationToken);
        if (type == typeof(ModelDetails) || type == typeof(ModelSummary))
            ListTasks(schema, tasks);
        return type == typeof(ModelDetails) ? AddDetailsAsync(schema, context, tasks, cancellationToken) : Task.CompletedTask;
    }

    // A result is written by a converter of its own, so that the framework knows nothing of its members.
    private static async Task DescribeResultsAsync(
        OpenApiSchema schema, OpenApiSchemaTransformerContext context, TaskTable tasks, CancellationToken cancellationToken)
    {
        var result = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = PredictResult.Description,
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["id"] = Text(PredictResult.IdDescription),
                ["name"] = Text(PredictResult.NameDescription),
            },
            // With several tasks, a result has the answer of its model's task alone.
            Required = tasks.Tasks is [{ AnswerName: { } only }] ? new HashSet<string> { only } : null,
            Metadata = new Dictionary<string, object> { [SchemaId] = nameof(PredictResult) },
        };
        foreach (ImageTask task in tasks.Tasks)
        {
            OpenApiSchema answer = await context.GetOrCreateSchemaAsync(task.AnswerType.Type, null, cancellationToken);
            answer.Description = task.AnswerDescription;
            result.Properties[task.AnswerName] = answer;
            if (task is { TraceName: { } name, TraceType: { } type })
                result.Properties[name] = await context.GetOrCreateSchemaAsync(type.Type, null, cancellationToken);
        }

        if (schema.Properties?["results"] is OpenApiSchema results)
            results.Items = result;
    }

    private static void ListTasks(OpenApiSchema schema, TaskTable tasks)
    {
        if (schema.Properties?["task"] is OpenApiSchema task)
        {
            task.Enum = [.. tasks.Tasks.Select(task => task.Name).Append(ModelDetails.FeatureMapsOnly).Append(ModelDetails.TensorsOnly)
                .Select(name => (JsonNode)JsonValue.Create(name))];
        }
    }

    private static async Task AddDetailsAsync(
        OpenApiSchema schema, OpenApiSchemaTransformerContext context, TaskTable tasks, CancellationToken cancellationToken)
    {
        foreach (JsonTypeInfo type in tasks.Tasks.Select(task => task.DetailsType).OfType<JsonTypeInfo>())
        {
            OpenApiSchema details = await context.GetOrCreateSchemaAsync(type.Type, null, cancellationToken);
            foreach ((string name, IOpenApiSchema property) in details.Properties ?? new Dictionary<string, IOpenApiSchema>())
                schema.Properties?.TryAdd(name, property);
        }
    }

    private static OpenApiSchema Text(string description) =>
        new() { Type = JsonSchemaType.String | JsonSchemaType.Null, Description = description };
}
