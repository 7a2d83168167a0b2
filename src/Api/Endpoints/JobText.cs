using Fovea.Models.Errors;
using Fovea.Models.Jobs;

namespace Fovea.Api.Endpoints;

/// <summary>What answers say of every long job.</summary>
internal static class JobText
{
    public static string State(LongJob job) => job.Phase.ToString().ToLowerInvariant();

    public static string? Error(LongJob job) => job.Error is { } error ? ErrorText.Of(error) : null;

    public static double? Remaining(LongJob job) => job.Remaining is { } rest ? Seconds(rest) : null;

    public static double Seconds(TimeSpan time) => Math.Round(time.TotalSeconds, 3);
}
