namespace Fovea.Api.Security;

/// <summary>What a request asks for, as far as keys are concerned.</summary>
internal enum Plane
{
    /// <summary>Health and documentation, and addresses where there is nothing: for everybody.</summary>
    Open,

    /// <summary>Everything that is not marked: for keys of either plane, where the data plane has any.</summary>
    Data,

    /// <summary><c>/metrics</c>: as the data plane, unless <c>Security:OpenMetrics</c>.</summary>
    Metrics,

    /// <summary>What changes the service: for admin keys only; off where there are none.</summary>
    Admin,
}

/// <summary>Finds a request's plane from the metadata of its endpoint.</summary>
internal static class Planes
{
    /// <summary>Where metrics are served, by an endpoint or by middleware.</summary>
    public const string MetricsPath = "/metrics";

    public static Plane Of(HttpContext context)
    {
        EndpointMetadataCollection? metadata = context.GetEndpoint()?.Metadata;
        if (metadata?.GetMetadata<AdminPlaneAttribute>() is not null)
            return Plane.Admin;
        if (context.Request.Path.StartsWithSegments(MetricsPath, StringComparison.OrdinalIgnoreCase))
            return Plane.Metrics;
        return metadata is null || metadata.GetMetadata<OpenPlaneAttribute>() is not null ? Plane.Open : Plane.Data;
    }
}
