using Microsoft.Extensions.Options;

namespace Fovea.Api.Options;

/// <summary>Everything that can be configured, read once at the start.</summary>
public sealed record ServerOptions
{
    /// <summary>Which models are served.</summary>
    [ValidateObjectMembers]
    public ModelsOptions Models { get; init; } = new();

    /// <summary>How long images are kept for <c>/featuremaps?image=</c>.</summary>
    [ValidateObjectMembers]
    public KeptImagesOptions ImageStore { get; init; } = new();

    /// <summary>What a request may contain.</summary>
    [ValidateObjectMembers]
    public LimitsOptions Limits { get; init; } = new();

    /// <summary>How requests share the processors.</summary>
    [ValidateObjectMembers]
    public BatchingOptions Batching { get; init; } = new();

    /// <summary>Bounds on what is drawn.</summary>
    [ValidateObjectMembers]
    public FeatureMapsOptions FeatureMaps { get; init; } = new();

    /// <summary>Metrics for operators.</summary>
    public TelemetryOptions Telemetry { get; init; } = new();

    /// <summary>The inference engine.</summary>
    [ValidateObjectMembers]
    public EngineOptions Inference { get; init; } = new();

    /// <summary>Where models are pulled from.</summary>
    [ValidateObjectMembers]
    public PullOptions Pull { get; init; } = new();

    /// <summary>gRPC.</summary>
    [ValidateObjectMembers]
    public GrpcOptions Grpc { get; init; } = new();

    /// <summary>How the server ends.</summary>
    [ValidateObjectMembers]
    public ShutdownOptions Shutdown { get; init; } = new();

    /// <summary>Who may call.</summary>
    public SecurityOptions Security { get; init; } = new();

    /// <summary>How often one client may call.</summary>
    [ValidateObjectMembers]
    public RateLimitOptions RateLimit { get; init; } = new();

    /// <summary>Which other origins may call.</summary>
    [ValidateObjectMembers]
    public CorsOptions Cors { get; init; } = new();

    /// <summary>Which proxies are trusted to name a client's address.</summary>
    [ValidateObjectMembers]
    public ProxyOptions Proxy { get; init; } = new();

    /// <summary>Reads and validates the configuration; settings that do not exist are errors.</summary>
    /// <exception cref="InvalidConfigurationException">A setting is unknown or out of range.</exception>
    public static ServerOptions Read(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var options = new ServerOptions();
        Bind("Models", section => section.Bind(options.Models, Strict));
        Bind("ImageStore", section => section.Bind(options.ImageStore, Strict));
        Bind("Limits", section => section.Bind(options.Limits, Strict));
        Bind("Batching", section => section.Bind(options.Batching, Strict));
        Bind("FeatureMaps", section => section.Bind(options.FeatureMaps, Strict));
        Bind("Telemetry", section => section.Bind(options.Telemetry, Strict));
        Bind("Inference", section => section.Bind(options.Inference, Strict));
        Bind("Pull", section => section.Bind(options.Pull, Strict));
        Bind("Grpc", section => section.Bind(options.Grpc, Strict));
        Bind("Shutdown", section => section.Bind(options.Shutdown, Strict));
        Bind("Security", section => section.Bind(options.Security, Strict));
        Bind("RateLimit", section => section.Bind(options.RateLimit, Strict));
        Bind("Cors", section => section.Bind(options.Cors, Strict));
        Bind("Proxy", section => section.Bind(options.Proxy, Strict));

        ValidateOptionsResult result = new ServerOptionsValidator().Validate(null, options);
        return result.Failed ? throw new InvalidConfigurationException(string.Join(Environment.NewLine, result.Failures)) : options;

        void Bind(string name, Action<IConfigurationSection> bind)
        {
            IConfigurationSection section = configuration.GetSection(name);
            ConfigurationShape.Check(section);
            try
            {
                bind(section);
            }
            catch (InvalidOperationException e)
            {
                throw new InvalidConfigurationException($"The configuration section '{name}' is wrong: {e.Message}", e);
            }
        }

        static void Strict(BinderOptions binder) => binder.ErrorOnUnknownConfiguration = true;
    }
}
