using System.Threading.RateLimiting;
using Fovea.Api.Errors;
using Fovea.Api.Options;
using Fovea.Models.Telemetry;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace Fovea.Api.Security;

/// <summary>
/// Three buckets of tokens per client: one for calls, and larger ones for looks into networks and for light requests. Each fills at its
/// configured rate, and each request takes a token from the one that its <see cref="RequestCost"/> names. Health is never limited.
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
        if (app.ApplicationServices.GetRequiredService<ServerOptions>().RateLimit is { LightRate: > 0 } or { LookRate: > 0 })
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
        Dictionary<RequestCost, TokenBucketRateLimiterOptions?> buckets = new RequestCost[]
        {
            RequestCost.Full, RequestCost.Look, RequestCost.Light,
        }.ToDictionary(cost => cost, cost => Bucket(Allowed(cost, options)));
        if (buckets.Values.All(bucket => bucket is null))
            return;
        limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, (RequestCost, string)>(context =>
        {
            RequestCost cost = Costs.Of(context);
            return buckets.GetValueOrDefault(cost) is { } bucket
                ? RateLimitPartition.GetTokenBucketLimiter(
                    (cost, context.Features.GetRequiredFeature<Client>().Name), _ => bucket)
                : RateLimitPartition.GetNoLimiter((cost, string.Empty));
        });
        limiter.OnRejected = (rejected, _) => new ValueTask(ErrorWriter.WriteAsync(
            rejected.HttpContext, Refuse(Costs.Of(rejected.HttpContext), options, rejected.Lease, telemetry)));
    }

    private static Allowance Allowed(RequestCost cost, RateLimitOptions options) => cost switch
    {
        RequestCost.Light => new Allowance(options.LightRate, options.LightTokens),
        RequestCost.Look => new Allowance(options.LookRate, options.LookTokens),
        _ => new Allowance(options.RequestsPerSecond, options.Tokens),
    };

    private static TokenBucketRateLimiterOptions? Bucket(Allowance allowed) => allowed.Rate == 0 ? null : new()
    {
        TokenLimit = allowed.Tokens,
        TokensPerPeriod = 1,
        ReplenishmentPeriod = TimeSpan.FromSeconds(1 / allowed.Rate),
        QueueLimit = 0,
        AutoReplenishment = false,
    };

    private static ErrorAnswer Refuse(RequestCost cost, RateLimitOptions options, RateLimitLease lease, ServingTelemetry telemetry)
    {
        telemetry.RateLimited();
        Allowance allowed = Allowed(cost, options);
        string most = FormattableString.Invariant($"{allowed.Rate:0.###} requests per second and {allowed.Tokens} at once");
        return new ErrorAnswer(
            ErrorCodes.RateLimited,
            cost switch
            {
                RequestCost.Light => $"This client asks for documentation and metrics more often than {most}, which is allowed here " +
                    "(RateLimit:LightRequestsPerSecond). Ask less often.",
                RequestCost.Look => $"This client looks into networks more often than {most}, which is allowed here " +
                    "(RateLimit:LookRequestsPerSecond). Ask less often.",
                _ => $"This client sends more than {most}, which is allowed here (RateLimit). Send less often.",
            })
        {
            RetryAfter = lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan after) ? after : TimeSpan.FromSeconds(1 / allowed.Rate),
        };
    }

    private readonly record struct Allowance(double Rate, int Tokens);
}
