using Fovea.Imaging.Decoding;

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

    /// <summary>How many connections may be open at once; one more is closed at once. 0 sets no bound. Default 4096.</summary>
    public int MaxConnections { get; init; } = 4096;

    /// <summary>The most bytes of a request's headers together, and of its first line. Default 32 KiB and 8 KiB at most.</summary>
    public int MaxHeaderBytes { get; init; } = 32 << 10;

    /// <summary>How long a client may take to send a request's headers. Default 15 seconds.</summary>
    public TimeSpan HeadersTimeout { get; init; } = TimeSpan.FromSeconds(15);
}
