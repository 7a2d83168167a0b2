namespace Fovea.Api.Startup;

/// <summary>Where the server listens.</summary>
internal static class ServerAddress
{
    public const string Default = "http://localhost:8080";

    private static readonly string[] Settings = ["urls", "http_ports", "https_ports"];

    /// <summary>Whether an address is configured in any of ASP.NET Core's ways.</summary>
    public static bool IsConfigured(IConfiguration configuration) =>
        Settings.Any(setting => !string.IsNullOrEmpty(configuration[setting])) || configuration.GetSection("Kestrel:Endpoints").GetChildren().Any();

    /// <summary>Listens on port 8080 of the loopback interface where nothing else is configured.</summary>
    public static void UseDefaultAddress(this WebApplication app)
    {
        if (!IsConfigured(app.Configuration))
            app.Urls.Add(Default);
    }

    /// <summary>An address at which this machine reaches the server: the first one configured, a wildcard host replaced by the loopback one.</summary>
    public static Uri ToSelf(IConfiguration configuration)
    {
        string? endpoint = configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(child => child["Url"]).FirstOrDefault(url => url is not null);
        string address = endpoint ?? First(configuration["urls"]) ?? FromPorts(configuration) ?? Default;
        BindingAddress binding = BindingAddress.Parse(address);
        bool wildcard = binding.Host is "*" or "+" or "0.0.0.0" or "[::]";
        return new UriBuilder(binding.Scheme, wildcard ? "localhost" : binding.Host, binding.Port, binding.PathBase).Uri;
    }

    private static string? FromPorts(IConfiguration configuration) =>
        First(configuration["http_ports"]) is { } http ? $"http://*:{http}" :
        First(configuration["https_ports"]) is { } https ? $"https://*:{https}" :
        null;

    private static string? First(string? list) => list?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault();
}
