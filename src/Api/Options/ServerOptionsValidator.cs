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

        Check("ImageStore:MaxBytes", options.ImageStore.MaxBytes, options.ImageStore.MaxBytes >= 0, "a number of bytes, or 0 to switch the store off");
        Check("ImageStore:Ttl", options.ImageStore.Ttl, options.ImageStore.Ttl >= TimeSpan.Zero && options.ImageStore.Ttl <= TimeSpan.FromDays(1), "a time up to a day, or 0 to switch the store off");
        Check("Limits:MaxBodyBytes", options.Limits.MaxBodyBytes, options.Limits.MaxBodyBytes is >= 1 and <= 1 << 30, "1 to 1073741824");
        Check("Limits:MaxFiles", options.Limits.MaxFiles, options.Limits.MaxFiles is >= 1 and <= 1024, "1 to 1024");
        Check("Limits:MaxImagePixels", options.Limits.MaxImagePixels, options.Limits.MaxImagePixels is >= 1 and <= 500_000_000, "1 to 500000000");
        Check("Limits:MaxImageSide", options.Limits.MaxImageSide, options.Limits.MaxImageSide is >= 1 and <= 65_535, "1 to 65535");
        Check("Concurrency:Decodes", options.Concurrency.Decodes, options.Concurrency.Decodes is >= 0 and <= 1024, "0 (the number of processors) to 1024");
        Check("Concurrency:Runs", options.Concurrency.Runs, options.Concurrency.Runs is >= 0 and <= 1024, "0 (the number of processors) to 1024");
        Check("Concurrency:MaxWaiting", options.Concurrency.MaxWaiting, options.Concurrency.MaxWaiting is >= 0 and <= 1_000_000, "0 to 1000000");
        Check("Concurrency:MaxWait", options.Concurrency.MaxWait, options.Concurrency.MaxWait >= TimeSpan.Zero && options.Concurrency.MaxWait <= TimeSpan.FromHours(1), "a time up to an hour");
        Check("FeatureMaps:MaxPixels", options.FeatureMaps.MaxPixels, options.FeatureMaps.MaxPixels is >= 1 and <= 500_000_000, "1 to 500000000");
        Check("Inference:Threads", options.Inference.Threads, options.Inference.Threads is >= 0 and <= 1024, "0 (the number of processors) to 1024");
        Check("Inference:MaxActivationBytes", options.Inference.MaxActivationBytes, options.Inference.MaxActivationBytes >= 1, "a number of bytes above 0");
        Check("Inference:PooledArenaBytes", options.Inference.PooledArenaBytes, options.Inference.PooledArenaBytes >= 0, "a number of bytes");
        Check("Grpc:Port", options.Grpc.Port ?? 1, options.Grpc.Port is null or (>= 1 and <= 65_535), "1 to 65535");
        Check("Shutdown:Delay", options.Shutdown.Delay, options.Shutdown.Delay >= TimeSpan.Zero && options.Shutdown.Delay <= TimeSpan.FromHours(1), "a time up to an hour");
        Check("Shutdown:Timeout", options.Shutdown.Timeout, options.Shutdown.Timeout >= TimeSpan.Zero && options.Shutdown.Timeout <= TimeSpan.FromHours(1), "a time up to an hour");
        return errors;
    }
}
