using Fovea.Models.Imaging;

namespace Fovea.Api.Options;

/// <summary>Section <c>Limits</c>: what a request may bring.</summary>
public sealed record LimitsOptions
{
    /// <summary>The largest request body in bytes. Default 32 MiB.</summary>
    public long MaxBodyBytes { get; init; } = 32L << 20;

    /// <summary>The most files in one multipart request. Default 32.</summary>
    public int MaxFiles { get; init; } = 32;

    /// <summary>The most pixels of one image. Default 50 million.</summary>
    public long MaxImagePixels { get; init; } = new ImageLimits().MaxPixels;

    /// <summary>The largest width or height of one image. Default 16384.</summary>
    public int MaxImageSide { get; init; } = new ImageLimits().MaxSide;
}
