using Fovea.Api.Http;
using Fovea.Api.OpenApi;
using Fovea.Api.Security;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Fovea.Api.Startup;

/// <summary>The OpenAPI document at <c>/openapi/v1.json</c>.</summary>
internal static class Documentation
{
    /// <summary>The document's name in the services.</summary>
    public const string Name = "v1";

    private const string Path = $"/openapi/{Name}.json";
    private const string NoMaximum = "2147483647";

    public static IServiceCollection AddFoveaOpenApi(this IServiceCollection services) =>
        services.AddSingleton<CachedDocument>().AddOpenApi(Name, Configure);

    public static void MapDocumentation(this IEndpointRouteBuilder app)
    {
        app.MapSwaggerFiles();
        app.MapGet(Path, (HttpContext context, CachedDocument document) => document.WriteAsync(context))
            .WithMetadata(new OpenPlaneAttribute())
            .WithCost(RequestCost.Light)
            .ExcludeFromDescription();
    }

    private static void Configure(OpenApiOptions options)
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.CreateSchemaReferenceId = type => IsChoice(type.Type) ? null : OpenApiOptions.CreateDefaultSchemaReferenceId(type);
        options.AddSchemaTransformer(TaskSchemas.DescribeAsync);
        options.AddSchemaTransformer(ProblemSchema.DescribeAsync);
        options.AddDocumentTransformer((document, context, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Fovea",
                Version = "v1",
                Description = "Pretrained convolutional networks: images in, answers out; and the feature maps of any layer.",
                License = new OpenApiLicense { Name = "MIT", Identifier = "MIT" },
            };
            document.Tags = new HashSet<OpenApiTag>
            {
                new() { Name = "predict", Description = "Images in, the answer of the model's task out." },
                new() { Name = "featuremaps", Description = "What a layer sees in an image." },
                new() { Name = "style-transfers", Description = "A picture in the style of another one, made step by step." },
                new() { Name = "models", Description = "What is served." },
                new() { Name = "v2", Description = "The Open Inference Protocol: tensors, or images, in; tensors, or classes, out." },
                new() { Name = "health", Description = "What an orchestrator and a monitoring system ask." },
            };
            foreach (IOpenApiPathItem path in document.Paths.Values)
            {
                path.Operations?.Remove(HttpMethod.Head);
                // [Range] needs a maximum; the largest number says that there is none.
                foreach (IOpenApiParameter parameter in path.Operations?.Values.SelectMany(operation => operation.Parameters ?? []) ?? [])
                {
                    if (parameter.Schema is OpenApiSchema { Maximum: NoMaximum } schema)
                        schema.Maximum = null;
                }
            }

            SecurityDocs.Describe(document, context);
            SharedErrors.Move(document);
            return Task.CompletedTask;
        });
    }

    /// <summary>Whether a schema belongs to a choice in a query, whose names stand with the parameter.</summary>
    private static bool IsChoice(Type type) =>
        (Nullable.GetUnderlyingType(type) ?? type) is { IsGenericType: true } choice
        && choice.GetGenericTypeDefinition() == typeof(Choice<>);
}
