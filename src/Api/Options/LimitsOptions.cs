using Fovea.Api.Options.Validation;
using Fovea.Imaging.Decoding;

namespace Fovea.Api.Options;

/// <summary>Section <c>Limits</c>: what a request may contain.</summary>
public sealed record LimitsOptions
{
    /// <summary>The largest request body in bytes. Default 32 MiB.</summary>
    [Number(1, 1 << 30)]
    public long MaxBodyBytes { get; set; } = 32L << 20;

    /// <summary>The most files in one multipart request. Default 32.</summary>
    [Number(1, 1024)]
    public int MaxFiles { get; set; } = 32;

    /// <summary>The most pixels of one image. Default 50 million.</summary>
    [Number(1, 500_000_000)]
    public long MaxImagePixels { get; set; } = new ImageLimits().MaxPixels;

    /// <summary>The largest width or height of one image. Default 16384.</summary>
    [Number(1, 65_535)]
    public int MaxImageSide { get; set; } = new ImageLimits().MaxSide;

    /// <summary>How many connections may be open at once; one more is closed at once. 0 sets no bound. Default 4096.</summary>
    [Number(0, 1_000_000, "0 (no bound) to 1000000")]
    public int MaxConnections { get; set; } = 4096;

    /// <summary>The most bytes of a request's headers together, and of its first line. Default 32 KiB and 8 KiB at most.</summary>
    [Number(1024, 1 << 20)]
    public int MaxHeaderBytes { get; set; } = 32 << 10;

    /// <summary>How long a client may take to send a request's headers. Default 15 seconds.</summary>
    [Time("00:00:01", "01:00:00", "a time from a second to an hour")]
    public TimeSpan HeadersTimeout { get; set; } = TimeSpan.FromSeconds(15);
}
