using Fovea.Api.Http;
using Fovea.Api.Options;
using Fovea.Models.Telemetry;

namespace Fovea.Fuzz.Targets;

/// <summary>What the bodies of requests may take.</summary>
internal static class FuzzBudget
{
    /// <summary>Small limits: an input that reaches them is small too.</summary>
    public static LimitsOptions Limits { get; } = new() { MaxFiles = 4, MaxBodyBytes = 1 << 20 };

    /// <summary>The memory of all requests.</summary>
    public static UploadBudget Budget { get; } = new(new ServerOptions { Limits = Limits }, new ServingTelemetry());

    /// <summary>The share of one request.</summary>
    public static UploadShare NewShare() => new(Budget, "fuzz");
}
