using System.Text.RegularExpressions;
using Fovea.Api.Errors;
using Fovea.Api.OpenApi;
using Fovea.Api.OpenInference.Http;
using Fovea.Api.OpenInference.Http.OpenApi;
using Fovea.Api.Options;
using Fovea.Api.Security;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Fovea.Api.Startup;

/// <summary>Adds keys and limits to the calls of a server that has them.</summary>
internal static partial class SecurityDocs
{
    private const string ByHeader = "apiKey";
    private const string ByBearer = "bearer";

    public static void Describe(OpenApiDocument document, OpenApiDocumentTransformerContext context)
    {
        ApiKeys keys = context.ApplicationServices.GetRequiredService<ApiKeys>();
        ServerOptions options = context.ApplicationServices.GetRequiredService<ServerOptions>();
        bool limited = options.RateLimit.RequestsPerSecond > 0;
        if (keys.GuardData || keys.HasAdmin)
        {
            document.AddComponent<IOpenApiSecurityScheme>(
                ByHeader,
                new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = Client.KeyHeader });
            document.AddComponent<IOpenApiSecurityScheme>(
                ByBearer, new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer" });
        }

        foreach (ApiDescription call in context.DescriptionGroups.SelectMany(group => group.Items))
        {
            IList<object> metadata = call.ActionDescriptor.EndpointMetadata;
            if (metadata.OfType<OpenPlaneAttribute>().Any() || Find(document, call) is not { } operation)
                continue;
            bool admin = metadata.OfType<AdminPlaneAttribute>().Any();
            bool open = options.Security.OpenMetrics && $"/{call.RelativePath}" == Planes.MetricsPath;
            if (admin ? keys.HasAdmin : keys.GuardData && !open)
            {
                operation.Security = [Requirement(document, ByHeader), Requirement(document, ByBearer)];
                Add(document, call, operation, ErrorCodes.Unauthorized);
            }

            if (admin)
                Add(document, call, operation, keys.HasAdmin ? ErrorCodes.Forbidden : ErrorCodes.AdminDisabled);
            if (limited)
                Add(document, call, operation, ErrorCodes.RateLimited);
        }
    }

    private static OpenApiOperation? Find(OpenApiDocument document, ApiDescription call) =>
        document.Paths.TryGetValue($"/{Parameter().Replace(call.RelativePath ?? string.Empty, "{$1}")}", out IOpenApiPathItem? path)
        && path.Operations?.TryGetValue(HttpMethod.Parse(call.HttpMethod), out OpenApiOperation? operation) == true ? operation : null;

    private static OpenApiSecurityRequirement Requirement(OpenApiDocument document, string scheme) =>
        new() { [new OpenApiSecuritySchemeReference(scheme, document)] = [] };

    /// <summary>Adds an error to what the operation says of its status already.</summary>
    private static void Add(OpenApiDocument document, ApiDescription call, OpenApiOperation operation, ErrorCode code)
    {
        operation.Responses ??= [];
        string text = $"`{code.Code}`: {code.Title}";
        if (operation.Responses.TryGetValue($"{code.Status}", out IOpenApiResponse? existing) && existing is OpenApiResponse response)
        {
            response.Description = $"{response.Description}; {text}";
            response.Content?.Values.First().Examples?.TryAdd(code.Code, new OpenApiExample { Value = Examples.Problem(code) });
            return;
        }

        operation.Responses[$"{code.Status}"] = V2Paths.Includes($"/{call.RelativePath}")
            ? V2Operation.Error(document, [code])
            : OperationEditor.Error(document, [code]);
    }

    /// <summary>A parameter of a route: the document's paths have its name alone.</summary>
    [GeneratedRegex(@"\{\**([^}:=?]+)[^}]*\}")]
    private static partial Regex Parameter();
}
