namespace Fovea.Api.OpenInference.Http;

/// <summary>The addresses of the protocol.</summary>
internal static class V2Paths
{
    public const string Root = "/v2";

    /// <summary>A model, in the version that answers where none is named.</summary>
    public const string Model = $"{Root}/models/{{model}}";

    /// <summary>One version of a model.</summary>
    public const string Version = $"{Model}/versions/{{version}}";

    /// <summary>Whether a request belongs to the protocol, whose errors have a body of their own.</summary>
    public static bool Includes(PathString path) => path.StartsWithSegments(Root, StringComparison.OrdinalIgnoreCase);
}
