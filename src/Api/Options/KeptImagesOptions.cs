using Fovea.Api.Options.Forms;
using Fovea.Api.Options.Settings;

namespace Fovea.Api.Options;

/// <summary>Section <c>ImageStore</c>: how long images are kept for <c>/featuremaps?image=</c>.</summary>
public sealed record KeptImagesOptions
{
    /// <summary>
    /// The most memory, in bytes, that kept images take; 0 switches the store off. Default 8 MiB, or a sixty-fourth of the memory where
    /// that is less.
    /// </summary>
    public long MaxBytes { get; set; } = MemoryDefaults.Here.ImageStoreBytes;

    /// <summary>How long an image is kept after it was predicted; zero switches the store off. Default 10 minutes.</summary>
    public TimeSpan Ttl { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How each is read.</summary>
    internal static IReadOnlyList<Setting<KeptImagesOptions>> Settings { get; } =
    [
        Setting<KeptImagesOptions>.Of(
            nameof(MaxBytes), new BytesForm(0, long.MaxValue, "a number of bytes, or 0 to switch the store off"),
            (options, value) => options.MaxBytes = value),
        Setting<KeptImagesOptions>.Of(
            nameof(Ttl), new TimeForm("0", "1d", "a time up to a day, or 0 to switch the store off"),
            (options, value) => options.Ttl = value),
    ];
}
