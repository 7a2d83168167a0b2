using Fovea.Models.Images;

namespace Fovea.Api.Options;

/// <summary>Everything that can be configured, read once at the start.</summary>
public sealed record ServerOptions
{
    /// <summary>Which models are served.</summary>
    public ModelsOptions Models { get; init; } = new();

    /// <summary>How long images are kept for <c>/featuremaps?image=</c>.</summary>
    public ImageStoreOptions ImageStore { get; init; } = new();

    /// <summary>What a request may bring.</summary>
    public LimitsOptions Limits { get; init; } = new();

    /// <summary>How requests share the processors.</summary>
    public BatchingOptions Batching { get; init; } = new();

    /// <summary>Bounds on what is drawn.</summary>
    public FeatureMapsOptions FeatureMaps { get; init; } = new();

    /// <summary>What operators are told.</summary>
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

    /// <summary>Pages of which other origins may call.</summary>
    public CorsOptions Cors { get; init; } = new();

    /// <summary>Whose word is taken for a client's address.</summary>
    public ProxyOptions Proxy { get; init; } = new();

    /// <summary>Reads and validates the configuration; settings that do not exist are errors.</summary>
    /// <exception cref="InvalidConfigurationException">A setting is unknown or out of range.</exception>
    public static ServerOptions Read(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        if (configuration.GetSection("Concurrency").Exists())
            throw new InvalidConfigurationException("The configuration section 'Concurrency' does not exist; how requests share the processors is set in 'Batching' (Parallelism, MaxQueue, Timeout, ...).");
        var options = new ServerOptions
        {
            Models = Section<ModelsOptions>(configuration, "Models"),
            ImageStore = Section(configuration, "ImageStore", new ImageStoreOptions { MaxBytes = MemoryDefaults.Here.ImageStoreBytes }),
            Limits = Section<LimitsOptions>(configuration, "Limits"),
            Batching = Section<BatchingOptions>(configuration, "Batching"),
            Telemetry = Section<TelemetryOptions>(configuration, "Telemetry"),
            FeatureMaps = Section<FeatureMapsOptions>(configuration, "FeatureMaps"),
            Inference = Section<EngineOptions>(configuration, "Inference"),
            Pull = Section<PullOptions>(configuration, "Pull"),
            Grpc = Section<GrpcOptions>(configuration, "Grpc"),
            Shutdown = Section<ShutdownOptions>(configuration, "Shutdown"),
            Security = Section<SecurityOptions>(configuration, "Security"),
            RateLimit = Section<RateLimitOptions>(configuration, "RateLimit"),
            Cors = Section<CorsOptions>(configuration, "Cors"),
            Proxy = Section<ProxyOptions>(configuration, "Proxy"),
        };
        IReadOnlyList<string> errors = ServerOptionsValidator.Validate(options);
        return errors.Count == 0 ? options : throw new InvalidConfigurationException(string.Join(Environment.NewLine, errors));
    }

    private static T Section<T>(IConfiguration configuration, string name) where T : class, new() => Section(configuration, name, new T());

    private static T Section<T>(IConfiguration configuration, string name, T defaults) where T : class
    {
        try
        {
            configuration.GetSection(name).Bind(defaults, binder => binder.ErrorOnUnknownConfiguration = true);
            return defaults;
        }
        catch (InvalidOperationException e)
        {
            throw new InvalidConfigurationException($"The configuration section '{name}' is wrong: {e.Message}", e);
        }
    }
}
