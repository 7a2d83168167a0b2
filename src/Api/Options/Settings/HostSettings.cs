using Fovea.Api.Options.Forms;

namespace Fovea.Api.Options.Settings;

/// <summary>Settings that are not Fovea's but ASP.NET Core's and OpenTelemetry's.</summary>
internal static class HostSettings
{
    /// <summary>Those with one value.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "urls", "http_ports", "https_ports", "environment", "contentRoot", "applicationName", "webroot", "AllowedHosts",
        "preferHostingUrls", "suppressStatusMessages", "captureStartupErrors", "detailedErrors", "startupAssembly",
        "hostingStartupAssemblies", "hostingStartupExcludeAssemblies", "preventHostingStartup", "shutdownTimeoutSeconds",
        "staticWebAssets", "forwardedHeaders_enabled",
    ];

    /// <summary>Those that have settings below them, which the framework reads.</summary>
    public static IReadOnlyList<string> Sections { get; } = [Logging, "Kestrel", "hostBuilder"];

    private const string Logging = "Logging";

    private static readonly string Levels = string.Join(", ", Enum.GetNames<LogLevel>());

    private const string OpenTelemetry = "OTEL_";

    private const string KestrelEndpoints = "Kestrel:Endpoints";

    private static readonly TextForm Address = new(
        text => ListenAddress.IsAddress(text) ? null : "an address such as http://localhost:8080");

    private static readonly (string Name, TextForm Form)[] Addresses =
    [
        ("urls", TextForm.List(ListenAddress.IsAddress, ListenAddress.Expected)),
        ("http_ports", TextForm.List(ListenAddress.IsPort, ListenAddress.ExpectedPorts)),
        ("https_ports", TextForm.List(ListenAddress.IsPort, ListenAddress.ExpectedPorts)),
    ];

    /// <summary>Whether a name is one of theirs.</summary>
    public static bool Has(string name) =>
        Names.Contains(name, StringComparer.OrdinalIgnoreCase)
        || Sections.Contains(name.Split(':')[0], StringComparer.OrdinalIgnoreCase)
        || name.StartsWith(OpenTelemetry, StringComparison.OrdinalIgnoreCase);

    /// <exception cref="InvalidConfigurationException">Where the server is to listen cannot be understood.</exception>
    public static void CheckAddresses(IConfiguration configuration) =>
        InvalidConfigurationException.ThrowIfAny(WrongAddresses(configuration));

    /// <exception cref="InvalidConfigurationException">A level of a log is none; the framework would answer with a trace.</exception>
    public static void CheckLogLevels(IConfiguration configuration) => InvalidConfigurationException.ThrowIfAny(
        configuration.GetSection(Logging).AsEnumerable()
            .Where(setting => setting.Key.Contains(":LogLevel:", StringComparison.OrdinalIgnoreCase))
            .Where(setting => setting.Value is { Length: > 0 })
            .Where(setting => !Enum.TryParse(setting.Value, ignoreCase: true, out LogLevel _))
            .Select(setting => WrongValue.Of(configuration, setting.Key, setting.Value!, $"one of {Levels}")));

    /// <summary>A sentence for each setting that says where to listen and cannot be understood.</summary>
    public static IEnumerable<string> WrongAddresses(IConfiguration configuration)
    {
        IEnumerable<(string Name, TextForm Form)> checks = Addresses.Concat(
            configuration.GetSection(KestrelEndpoints).GetChildren().Select(endpoint => ($"{endpoint.Path}:Url", Address)));
        foreach ((string name, TextForm form) in checks)
        {
            string value = configuration[name] ?? "";
            if ((value.Length > 0 || name.StartsWith(KestrelEndpoints, StringComparison.Ordinal))
                && !form.TryRead(value, out _, out string? expected))
                yield return WrongValue.Of(configuration, name, value, expected);
        }
    }
}
