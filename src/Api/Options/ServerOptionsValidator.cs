using Fovea.Models.Packages;

namespace Fovea.Api.Options;

/// <summary>The range of every setting.</summary>
internal static class ServerOptionsValidator
{
    public static IReadOnlyList<string> Validate(ServerOptions options)
    {
        var errors = new List<string>();

        void Check(string setting, IComparable found, bool valid, string expected)
        {
            if (!valid)
                errors.Add($"The setting '{setting}' is {found}; expected is {expected}.");
        }

        void CheckAddress(string setting, Uri? found)
        {
            if (found is not null && !(found.IsAbsoluteUri && found.Scheme is "http" or "https"))
                errors.Add($"The setting '{setting}' is {found}; expected is an address of http or https.");
        }

        Check("Models:PollInterval", options.Models.PollInterval, options.Models.PollInterval >= TimeSpan.FromMilliseconds(10) && options.Models.PollInterval <= TimeSpan.FromHours(1), "a time from 10 milliseconds to an hour");
        Check("Models:Versions", options.Models.Versions, VersionPolicy.TryParse(options.Models.Versions, out _), VersionPolicy.Forms);
        Check("Models:MaxBytes", options.Models.MaxBytes, options.Models.MaxBytes >= 0, "a number of bytes, or 0 for no bound");
        CheckAddress("Pull:BaseAddress", options.Pull.BaseAddress);
        CheckAddress("Pull:LabelsBaseAddress", options.Pull.LabelsBaseAddress);
        Check("ImageStore:MaxBytes", options.ImageStore.MaxBytes, options.ImageStore.MaxBytes >= 0, "a number of bytes, or 0 to switch the store off");
        Check("ImageStore:Ttl", options.ImageStore.Ttl, options.ImageStore.Ttl >= TimeSpan.Zero && options.ImageStore.Ttl <= TimeSpan.FromDays(1), "a time up to a day, or 0 to switch the store off");
        Check("Limits:MaxBodyBytes", options.Limits.MaxBodyBytes, options.Limits.MaxBodyBytes is >= 1 and <= 1 << 30, "1 to 1073741824");
        Check("Limits:MaxFiles", options.Limits.MaxFiles, options.Limits.MaxFiles is >= 1 and <= 1024, "1 to 1024");
        Check("Limits:MaxImagePixels", options.Limits.MaxImagePixels, options.Limits.MaxImagePixels is >= 1 and <= 500_000_000, "1 to 500000000");
        Check("Limits:MaxImageSide", options.Limits.MaxImageSide, options.Limits.MaxImageSide is >= 1 and <= 65_535, "1 to 65535");
        Check("Batching:Parallelism", options.Batching.Parallelism, options.Batching.Parallelism is >= 0 and <= 1024, "0 (the number of threads) to 1024");
        Check("Batching:MaxSize", options.Batching.MaxSize, options.Batching.MaxSize is >= 1 and <= 1024, "1 (no batching) to 1024");
        Check("Batching:MaxDelay", options.Batching.MaxDelay, options.Batching.MaxDelay >= TimeSpan.Zero && options.Batching.MaxDelay <= TimeSpan.FromSeconds(10), "a time up to 10 seconds");
        Check("Batching:MaxQueue", options.Batching.MaxQueue, options.Batching.MaxQueue is >= 0 and <= 1_000_000, "0 to 1000000");
        Check("Batching:Timeout", options.Batching.Timeout, options.Batching.Timeout > TimeSpan.Zero && options.Batching.Timeout <= TimeSpan.FromHours(1), "a time above 0 up to an hour");
        foreach ((string model, double weight) in options.Batching.Weights)
            Check($"Batching:Weights:{model}", weight, weight is >= 0.001 and <= 1000, "0.001 to 1000");
        Check("FeatureMaps:MaxPixels", options.FeatureMaps.MaxPixels, options.FeatureMaps.MaxPixels is >= 1 and <= 500_000_000, "1 to 500000000");
        Check("Inference:Threads", options.Inference.Threads, options.Inference.Threads is >= 0 and <= 1024, "0 (the number of processors) to 1024");
        Check("Inference:MaxActivationBytes", options.Inference.MaxActivationBytes, options.Inference.MaxActivationBytes >= 1, "a number of bytes above 0");
        Check("Inference:PooledArenaBytes", options.Inference.PooledArenaBytes, options.Inference.PooledArenaBytes >= 0, "a number of bytes");
        Check("Grpc:Port", options.Grpc.Port ?? 1, options.Grpc.Port is null or (>= 1 and <= 65_535), "1 to 65535");
        Check("Shutdown:Delay", options.Shutdown.Delay, options.Shutdown.Delay >= TimeSpan.Zero && options.Shutdown.Delay <= TimeSpan.FromHours(1), "a time up to an hour");
        Check("Shutdown:Timeout", options.Shutdown.Timeout, options.Shutdown.Timeout >= TimeSpan.Zero && options.Shutdown.Timeout <= TimeSpan.FromHours(1), "a time up to an hour");
        Check("Limits:MaxConnections", options.Limits.MaxConnections, options.Limits.MaxConnections is >= 0 and <= 1_000_000, "0 (no bound) to 1000000");
        Check("Limits:MaxHeaderBytes", options.Limits.MaxHeaderBytes, options.Limits.MaxHeaderBytes is >= 1024 and <= 1 << 20, "1024 to 1048576");
        Check("Limits:HeadersTimeout", options.Limits.HeadersTimeout, options.Limits.HeadersTimeout >= TimeSpan.FromSeconds(1) && options.Limits.HeadersTimeout <= TimeSpan.FromHours(1), "a time from a second to an hour");
        Check("RateLimit:RequestsPerSecond", options.RateLimit.RequestsPerSecond, options.RateLimit.RequestsPerSecond is 0 or (>= 0.001 and <= 1_000_000), "0 (no limit), or 0.001 to 1000000");
        Check("RateLimit:Burst", options.RateLimit.Burst, options.RateLimit.Burst is >= 0 and <= 1_000_000, "0 (the requests of one second) to 1000000");
        foreach (string origin in options.Cors.List)
            Check("Cors:Origins", $"'{origin}'", CorsOptions.IsOrigin(origin), "origins such as https://app.example.org, separated by ';', or *");
        foreach (string proxy in options.Proxy.List)
            Check("Proxy:Trusted", $"'{proxy}'", ProxyOptions.TryParse(proxy, out _), "addresses or networks such as 10.0.0.0/8, separated by ';'");
        return errors;
    }
}
