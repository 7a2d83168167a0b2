using System.Threading.RateLimiting;
using Fovea.Api.Errors;
using Fovea.Api.Options;
using Fovea.Models.Telemetry;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace Fovea.Api.Security;

/// <summary>
/// Two buckets of tokens per client: one for calls, and a larger one for light requests. Each fills at its configured rate, and each
/// request takes a token from the one that its <see cref="RequestCost"/> names. Health is never limited.
/// </summary>
internal static class ClientLimits
{
    public static void AddClientLimits(this IServiceCollection services)
    {
        services.AddRateLimiter(_ => { });
        services.AddOptions<RateLimiterOptions>().Configure<ServerOptions, ServingTelemetry>(
            (limiter, options, telemetry) => Configure(limiter, options.RateLimit, telemetry));
    }

    /// <summary>Counts the requests for which <paramref name="counted"/> holds.</summary>
    public static void UseClientLimits(this IApplicationBuilder app, Func<HttpContext, bool> counted)
    {
        if (app.ApplicationServices.GetRequiredService<ServerOptions>().RateLimit.LightRate > 0)
            app.UseWhen(counted, branch => branch.UseRateLimiter());
    }

    /// <summary>Takes one more token for a request that goes on, such as a message of a stream.</summary>
    /// <returns>The refusal; null where there is a token left, or no limit.</returns>
    public static ErrorAnswer? TakeAnother(HttpContext context)
    {
        IServiceProvider services = context.RequestServices;
        if (services.GetRequiredService<IOptions<RateLimiterOptions>>().Value.GlobalLimiter is not { } limiter)
            return null;
        using RateLimitLease lease = limiter.AttemptAcquire(context);
        return lease.IsAcquired
            ? null
            : Refuse(
                Costs.Of(context), services.GetRequiredService<ServerOptions>().RateLimit, lease,
                services.GetRequiredService<ServingTelemetry>());
    }

    private static void Configure(RateLimiterOptions limiter, RateLimitOptions options, ServingTelemetry telemetry)
    {
        if (options.LightRate == 0)
            return;
        TokenBucketRateLimiterOptions? full = Bucket(options.RequestsPerSecond, options.Tokens);
        TokenBucketRateLimiterOptions? light = Bucket(options.LightRate, options.LightTokens);
        limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, (RequestCost, string)>(context =>
        {
            RequestCost cost = Costs.Of(context);
            return (cost switch { RequestCost.Full => full, RequestCost.Light => light, _ => null }) is { } bucket
                ? RateLimitPartition.GetTokenBucketLimiter(
                    (cost, context.Features.GetRequiredFeature<Client>().Name), _ => bucket)
                : RateLimitPartition.GetNoLimiter((cost, string.Empty));
        });
        limiter.OnRejected = (rejected, _) => new ValueTask(ErrorWriter.WriteAsync(
            rejected.HttpContext, Refuse(Costs.Of(rejected.HttpContext), options, rejected.Lease, telemetry)));
    }

    private static TokenBucketRateLimiterOptions? Bucket(double rate, int tokens) => rate == 0 ? null : new()
    {
        TokenLimit = tokens,
        TokensPerPeriod = 1,
        ReplenishmentPeriod = TimeSpan.FromSeconds(1 / rate),
        QueueLimit = 0,
        AutoReplenishment = false,
    };

    private static ErrorAnswer Refuse(RequestCost cost, RateLimitOptions options, RateLimitLease lease, ServingTelemetry telemetry)
    {
        telemetry.RateLimited();
        bool light = cost == RequestCost.Light;
        (double rate, int tokens) = light ? (options.LightRate, options.LightTokens) : (options.RequestsPerSecond, options.Tokens);
        string allowed = FormattableString.Invariant($"{rate:0.###} requests per second and {tokens} at once");
        return new ErrorAnswer(
            ErrorCodes.RateLimited,
            light
                ? $"This client asks for documentation and metrics more often than {allowed}, which is allowed here " +
                    "(RateLimit:LightRequestsPerSecond). Ask less often."
                : $"This client sends more than {allowed}, which is allowed here (RateLimit). Send less often.")
        {
            RetryAfter = lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan after) ? after : TimeSpan.FromSeconds(1 / rate),
        };
    }
}
