using Fovea.Models.Hosting;

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

    /// <summary>How much happens at once.</summary>
    public ConcurrencyOptions Concurrency { get; init; } = new();

    /// <summary>Bounds on what is drawn.</summary>
    public FeatureMapsOptions FeatureMaps { get; init; } = new();

    /// <summary>The inference engine.</summary>
    public EngineOptions Inference { get; init; } = new();

    /// <summary>gRPC.</summary>
    public GrpcOptions Grpc { get; init; } = new();

    /// <summary>How the server ends.</summary>
    public ShutdownOptions Shutdown { get; init; } = new();

    /// <summary>Reads and validates the configuration; settings that do not exist are errors.</summary>
    /// <exception cref="InvalidConfigurationException">A setting is unknown or out of range.</exception>
    public static ServerOptions Read(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var options = new ServerOptions
        {
            Models = Section<ModelsOptions>(configuration, "Models"),
            ImageStore = Section<ImageStoreOptions>(configuration, "ImageStore"),
            Limits = Section<LimitsOptions>(configuration, "Limits"),
            Concurrency = Section<ConcurrencyOptions>(configuration, "Concurrency"),
            FeatureMaps = Section<FeatureMapsOptions>(configuration, "FeatureMaps"),
            Inference = Section<EngineOptions>(configuration, "Inference"),
            Grpc = Section<GrpcOptions>(configuration, "Grpc"),
            Shutdown = Section<ShutdownOptions>(configuration, "Shutdown"),
        };
        IReadOnlyList<string> errors = ServerOptionsValidator.Validate(options);
        return errors.Count == 0 ? options : throw new InvalidConfigurationException(string.Join(Environment.NewLine, errors));
    }

    private static T Section<T>(IConfiguration configuration, string name) where T : new()
    {
        try
        {
            return configuration.GetSection(name).Get<T>(binder => binder.ErrorOnUnknownConfiguration = true) ?? new T();
        }
        catch (InvalidOperationException e)
        {
            throw new InvalidConfigurationException($"The configuration section '{name}' is wrong: {e.Message}", e);
        }
    }
}
