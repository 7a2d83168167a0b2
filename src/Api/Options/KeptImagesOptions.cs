using Fovea.Api.Options.Validation;

namespace Fovea.Api.Options;

/// <summary>Section <c>ImageStore</c>: how long images are kept for <c>/featuremaps?image=</c>.</summary>
public sealed record KeptImagesOptions
{
    /// <summary>
    /// The most memory, in bytes, that kept images take; 0 switches the store off. Default 8 MiB, or a sixty-fourth of the memory where
    /// that is less.
    /// </summary>
    [Number(0, long.MaxValue, "a number of bytes, or 0 to switch the store off")]
    public long MaxBytes { get; set; } = MemoryDefaults.Here.ImageStoreBytes;

    /// <summary>How long an image is kept after it was predicted; zero switches the store off. Default 10 minutes.</summary>
    [Time("00:00:00", "1.00:00:00", "a time up to a day, or 0 to switch the store off")]
    public TimeSpan Ttl { get; set; } = TimeSpan.FromMinutes(10);
}
