namespace Fovea.Api.OpenInference.Http;

/// <summary>The addresses of the protocol.</summary>
internal static class V2Paths
{
    public const string Root = "/v2";

    /// <summary>Whether a request belongs to the protocol, whose errors have a body of their own.</summary>
    public static bool Includes(PathString path) => path.StartsWithSegments(Root, StringComparison.OrdinalIgnoreCase);

    /// <summary>A call of a model, without and with a version.</summary>
    public static (string Latest, string Versioned) OfModel(string call) =>
        ($"{Root}/models/{{model}}{call}", $"{Root}/models/{{model}}/versions/{{version}}{call}");
}
