namespace Fovea.Api.Server;

/// <summary>Where the server listens.</summary>
internal static class ServerAddress
{
    public const string Default = "http://localhost:8080";

    private const string KestrelEndpoints = "Kestrel:Endpoints";

    private static readonly string[] Settings = ["urls", "http_ports", "https_ports"];

    /// <summary>Whether an address is configured in any of ASP.NET Core's ways.</summary>
    public static bool IsConfigured(IConfiguration configuration) =>
        Settings.Any(setting => !string.IsNullOrEmpty(configuration[setting])) || HasKestrelEndpoints(configuration);

    /// <summary>Whether Kestrel's own section names endpoints; they win over every other setting.</summary>
    public static bool HasKestrelEndpoints(IConfiguration configuration) => configuration.GetSection(KestrelEndpoints).GetChildren().Any();

    /// <summary>Whether some address may speak HTTP/2: one with TLS, or one of Kestrel's own section.</summary>
    public static bool MaySpeakHttp2(IConfiguration configuration) =>
        HasKestrelEndpoints(configuration)
        || Configured(configuration).Any(address => address.StartsWith("https:", StringComparison.OrdinalIgnoreCase));

    /// <summary>Listens on port 8080 of the loopback interface where nothing else is configured.</summary>
    public static void UseDefaultAddress(this WebApplication app)
    {
        if (!IsConfigured(app.Configuration))
            app.Urls.Add(Default);
    }

    /// <summary>
    /// Every address for HTTP, as ASP.NET Core takes them: Kestrel's endpoints, else the urls, else the ports, else the default one.
    /// </summary>
    public static IReadOnlyList<string> Configured(IConfiguration configuration)
    {
        string[] endpoints = [.. configuration.GetSection(KestrelEndpoints).GetChildren().Select(child => child["Url"]).OfType<string>()];
        if (endpoints.Length > 0)
            return endpoints;
        string[] urls = List(configuration["urls"]);
        if (urls.Length > 0)
            return urls;
        string[] ports =
        [
            .. List(configuration["http_ports"]).Select(port => $"http://*:{port}"),
            .. List(configuration["https_ports"]).Select(port => $"https://*:{port}"),
        ];
        return ports.Length > 0 ? ports : [Default];
    }

    /// <summary>The host of the first address with another port, without TLS.</summary>
    public static string WithPort(IConfiguration configuration, int port)
    {
        BindingAddress first = BindingAddress.Parse(Configured(configuration)[0]);
        return $"http://{(first.IsUnixPipe || first.IsNamedPipe ? "localhost" : first.Host)}:{port}";
    }

    /// <summary>
    /// An address at which this machine reaches the server: the first one configured, a wildcard host replaced by the loopback one.
    /// </summary>
    public static Uri ToSelf(IConfiguration configuration)
    {
        BindingAddress binding = BindingAddress.Parse(Configured(configuration)[0]);
        bool wildcard = binding.Host is "*" or "+" or "0.0.0.0" or "[::]";
        return new UriBuilder(binding.Scheme, wildcard ? "localhost" : binding.Host, binding.Port, binding.PathBase).Uri;
    }

    private static string[] List(string? list) =>
        list?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
