namespace Fovea.Models.Images;

/// <summary>How much the image store keeps, and for how long.</summary>
public sealed record ImageStoreOptions
{
    /// <summary>The most memory in bytes that the kept images may take; 0 switches the store off. Default 8 MiB.</summary>
    public long MaxBytes { get; init; } = 8L << 20;

    /// <summary>How long an image is kept after it was predicted; zero switches the store off. Default 10 minutes.</summary>
    public TimeSpan Ttl { get; init; } = TimeSpan.FromMinutes(10);
}
