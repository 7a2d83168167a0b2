using System.Threading.RateLimiting;
using Fovea.Api.Errors;
using Fovea.Api.Options;
using Fovea.Models.Telemetry;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.RateLimiting;

namespace Fovea.Api.Security;

/// <summary>A bucket of tokens per client: it fills at the configured rate, and each request takes one. Health is never limited.</summary>
internal static class ClientLimits
{
    public static void AddClientLimits(this IServiceCollection services)
    {
        services.AddRateLimiter(_ => { });
        services.AddOptions<RateLimiterOptions>().Configure<ServerOptions, ServingTelemetry>(
            (limiter, options, telemetry) => Configure(limiter, options.RateLimit, telemetry));
    }

    public static void UseClientLimits(this IApplicationBuilder app)
    {
        if (app.ApplicationServices.GetRequiredService<ServerOptions>().RateLimit.RequestsPerSecond > 0)
            app.UseRateLimiter();
    }

    private static void Configure(RateLimiterOptions limiter, RateLimitOptions options, ServingTelemetry telemetry)
    {
        if (options.RequestsPerSecond == 0)
            return;
        var bucket = new TokenBucketRateLimiterOptions
        {
            TokenLimit = options.Tokens,
            TokensPerPeriod = 1,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1 / options.RequestsPerSecond),
            QueueLimit = 0,
            AutoReplenishment = false,
        };
        limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
            Planes.Of(context) == Plane.Open && context.GetEndpoint() is not null
                ? RateLimitPartition.GetNoLimiter(string.Empty)
                : RateLimitPartition.GetTokenBucketLimiter(context.Features.GetRequiredFeature<Client>().Name, _ => bucket));
        limiter.OnRejected = (rejected, _) =>
        {
            telemetry.RateLimited();
            TimeSpan wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan after) ? after : bucket.ReplenishmentPeriod;
            string rate = FormattableString.Invariant(
                $"{options.RequestsPerSecond:0.###} requests per second and {options.Tokens} at once");
            var answer = new ErrorAnswer(
                ErrorCodes.RateLimited, $"This client sends more than {rate}, which is allowed here (RateLimit). Send less often.")
            {
                RetryAfter = wait,
            };
            return new ValueTask(ErrorWriter.WriteAsync(rejected.HttpContext, answer));
        };
    }
}
