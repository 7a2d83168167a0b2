using Fovea.Api.Options.Forms;
using Fovea.Api.Options.Settings;
using Fovea.Imaging.Decoding;

namespace Fovea.Api.Options;

/// <summary>Section <c>Limits</c>: what a request may contain.</summary>
public sealed record LimitsOptions
{
    /// <summary>The largest request body in bytes. Default 32 MiB.</summary>
    public long MaxBodyBytes { get; set; } = 32L << 20;

    /// <summary>
    /// The most memory that the bodies of all requests take together, in bytes. Default 512 MiB, or a quarter of the memory where that is
    /// less, but at least two bodies of the largest size.
    /// </summary>
    public long MaxUploadBytes
    {
        get => field > 0 ? field : Math.Max(MemoryDefaults.Here.UploadBytes, 2 * MaxBodyBytes);
        set;
    }

    /// <summary>The most files in one multipart request. Default 32.</summary>
    public int MaxFiles { get; set; } = 32;

    /// <summary>The most pixels of one image. Default 50 million.</summary>
    public long MaxImagePixels { get; set; } = new ImageLimits().MaxPixels;

    /// <summary>The largest width or height of one image. Default 16384.</summary>
    public int MaxImageSide { get; set; } = new ImageLimits().MaxSide;

    /// <summary>How many connections may be open at once; one more is closed at once. 0 sets no bound. Default 1024.</summary>
    public int MaxConnections { get; set; } = 1024;

    /// <summary>How many requests may be open at once on one connection of HTTP/2; others wait for their turn. Default 64.</summary>
    public int MaxStreams { get; set; } = 64;

    /// <summary>The most bytes of a request's headers together, and of its first line. Default 32 KiB and 8 KiB at most.</summary>
    public int MaxHeaderBytes { get; set; } = 32 << 10;

    /// <summary>How long a client may take to send a request's headers. Default 15 seconds.</summary>
    public TimeSpan HeadersTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a connection without a request stays open. Default 90 seconds.</summary>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromSeconds(90);

    /// <summary>
    /// The least bytes per second at which a client sends a body, or reads an answer; a pause of five seconds is allowed. 0 sets no bound.
    /// Default 1 KiB.
    /// </summary>
    public int MinDataRate { get; set; } = 1 << 10;

    /// <summary>How each is read.</summary>
    internal static IReadOnlyList<Setting<LimitsOptions>> Settings { get; } =
    [
        Setting<LimitsOptions>.Of(nameof(MaxBodyBytes), new BytesForm(1, 1 << 30), (options, value) => options.MaxBodyBytes = value),
        Setting<LimitsOptions>.Of(
            nameof(MaxUploadBytes), new BytesForm(1 << 20, long.MaxValue, "at least 1 MiB"),
            (options, value) => options.MaxUploadBytes = value),
        Setting<LimitsOptions>.Of(nameof(MaxFiles), new NumberForm<int>(1, 1024), (options, value) => options.MaxFiles = value),
        Setting<LimitsOptions>.Of(
            nameof(MaxImagePixels), new NumberForm<long>(1, 500_000_000), (options, value) => options.MaxImagePixels = value),
        Setting<LimitsOptions>.Of(nameof(MaxImageSide), new NumberForm<int>(1, 65_535), (options, value) => options.MaxImageSide = value),
        Setting<LimitsOptions>.Of(
            nameof(MaxConnections), new NumberForm<int>(0, 1_000_000, "0 (no bound) to 1000000"),
            (options, value) => options.MaxConnections = value),
        Setting<LimitsOptions>.Of(nameof(MaxStreams), new NumberForm<int>(1, 1000), (options, value) => options.MaxStreams = value),
        Setting<LimitsOptions>.Of(
            nameof(MaxHeaderBytes), new BytesForm(1024, 1 << 20), (options, value) => options.MaxHeaderBytes = (int)value),
        Setting<LimitsOptions>.Of(
            nameof(HeadersTimeout), new TimeForm("1s", "1h", "a time from a second to an hour"),
            (options, value) => options.HeadersTimeout = value),
        Setting<LimitsOptions>.Of(
            nameof(IdleTimeout), new TimeForm("1s", "1h", "a time from a second to an hour"),
            (options, value) => options.IdleTimeout = value),
        Setting<LimitsOptions>.Of(
            nameof(MinDataRate), new BytesForm(0, 1 << 20, "0 (no bound) to 1 MiB, per second"),
            (options, value) => options.MinDataRate = (int)value),
    ];
}
