using Fovea.Api.Options.Settings;

namespace Fovea.Api.Options;

/// <summary>Everything that can be configured, read once at the start.</summary>
public sealed record ServerOptions
{
    /// <summary>Which models are served.</summary>
    public ModelsOptions Models { get; init; } = new();

    /// <summary>How long images are kept for <c>/featuremaps?image=</c>.</summary>
    public KeptImagesOptions ImageStore { get; init; } = new();

    /// <summary>Which pictures are taken.</summary>
    public ImagesOptions Images { get; init; } = new();

    /// <summary>What a request may contain.</summary>
    public LimitsOptions Limits { get; init; } = new();

    /// <summary>How requests share the processors.</summary>
    public BatchingOptions Batching { get; init; } = new();

    /// <summary>Bounds on what is drawn.</summary>
    public FeatureMapsOptions FeatureMaps { get; init; } = new();

    /// <summary>Long jobs.</summary>
    public JobsOptions Jobs { get; init; } = new();

    /// <summary>Style transfers.</summary>
    public StyleTransferOptions StyleTransfer { get; init; } = new();

    /// <summary>Bounds on what is explained.</summary>
    public ExplanationsOptions Explanations { get; init; } = new();

    /// <summary>The page at <c>/</c>.</summary>
    public PageOptions Page { get; init; } = new();

    /// <summary>Metrics for operators.</summary>
    public TelemetryOptions Telemetry { get; init; } = new();

    /// <summary>The inference engine.</summary>
    public EngineOptions Inference { get; init; } = new();

    /// <summary>Where models are pulled from.</summary>
    public PullOptions Pull { get; init; } = new();

    /// <summary>gRPC.</summary>
    public GrpcOptions Grpc { get; init; } = new();

    /// <summary>How the server ends.</summary>
    public ShutdownOptions Shutdown { get; init; } = new();

    /// <summary>Who may call.</summary>
    public SecurityOptions Security { get; init; } = new();

    /// <summary>How often one client may call.</summary>
    public RateLimitOptions RateLimit { get; init; } = new();

    /// <summary>Which other origins may call.</summary>
    public CorsOptions Cors { get; init; } = new();

    /// <summary>What is known of the proxies in front.</summary>
    public ProxyOptions Proxy { get; init; } = new();

    /// <summary>Every setting there is.</summary>
    internal static IReadOnlyList<Setting<ServerOptions>> Settings { get; } =
    [
        .. Section(nameof(Models), ModelsOptions.Settings, options => options.Models),
        .. Section(nameof(ImageStore), KeptImagesOptions.Settings, options => options.ImageStore),
        .. Section(nameof(Images), ImagesOptions.Settings, options => options.Images),
        .. Section(nameof(Limits), LimitsOptions.Settings, options => options.Limits),
        .. Section(nameof(Batching), BatchingOptions.Settings, options => options.Batching),
        .. Section(nameof(FeatureMaps), FeatureMapsOptions.Settings, options => options.FeatureMaps),
        .. Section(nameof(Jobs), JobsOptions.Settings, options => options.Jobs),
        .. Section(nameof(StyleTransfer), StyleTransferOptions.Settings, options => options.StyleTransfer),
        .. Section(nameof(Explanations), ExplanationsOptions.Settings, options => options.Explanations),
        .. Section(nameof(Page), PageOptions.Settings, options => options.Page),
        .. Section(nameof(Telemetry), TelemetryOptions.Settings, options => options.Telemetry),
        .. Section(nameof(Inference), EngineOptions.Settings, options => options.Inference),
        .. Section(nameof(Pull), PullOptions.Settings, options => options.Pull),
        .. Section(nameof(Grpc), GrpcOptions.Settings, options => options.Grpc),
        .. Section(nameof(Shutdown), ShutdownOptions.Settings, options => options.Shutdown),
        .. Section(nameof(Security), SecurityOptions.Settings, options => options.Security),
        .. Section(nameof(RateLimit), RateLimitOptions.Settings, options => options.RateLimit),
        .. Section(nameof(Cors), CorsOptions.Settings, options => options.Cors),
        .. Section(nameof(Proxy), ProxyOptions.Settings, options => options.Proxy),
    ];

    /// <summary>Whether there are settings below this name.</summary>
    internal static bool HasSection(string name) =>
        Settings.Any(setting => setting.Name.StartsWith($"{name}:", StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a setting of this name exists.</summary>
    internal static bool Has(string name) => Settings.Any(setting => setting.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Reads the configuration; what cannot be read and what does not exist is an error.</summary>
    /// <exception cref="InvalidConfigurationException">Settings are unknown or wrong; all of them are named.</exception>
    public static ServerOptions Read(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var options = new ServerOptions();
        new SettingsReader<ServerOptions>(configuration, Settings, options).Read();
        return options;
    }

    private static IEnumerable<Setting<ServerOptions>> Section<T>(
        string name, IReadOnlyList<Setting<T>> settings, Func<ServerOptions, T> part) =>
        settings.Select(setting => setting.Within(name, part));
}
