using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Fovea.Api.Tests.Support;

/// <summary>The service on a real port, with its own configuration.</summary>
internal sealed class ApiFactory : WebApplicationFactory<Program>
{
    private readonly (string Key, string Value)[] _settings;
    private readonly Action<IServiceCollection>? _replaceServices;

    private ApiFactory((string, string)[] settings, Action<IServiceCollection>? replaceServices)
    {
        (_settings, _replaceServices) = (settings, replaceServices);
        UseKestrel();
    }

    public HttpClient Client =>
        field ??= new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = HttpAddress };

    /// <summary>The address for HTTP, which is not the last one when there is a port for gRPC too.</summary>
    private Uri HttpAddress
    {
        get
        {
            string port = _settings.FirstOrDefault(setting => setting.Key == "Grpc:Port").Value ?? "none";
            ICollection<string> addresses = Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
            return new Uri(addresses.Single(address => !address.EndsWith($":{port}", StringComparison.Ordinal)));
        }
    }

    /// <summary>Starts a service; does not wait for its models.</summary>
    public static ApiFactory Start(Action<IServiceCollection>? replaceServices, params (string Key, string Value)[] settings)
    {
        var factory = new ApiFactory(settings, replaceServices);
        factory.StartServer();
        return factory;
    }

    /// <summary>Starts a service and waits until its models are loaded.</summary>
    public static async Task<ApiFactory> StartLoadedAsync(
        Action<IServiceCollection>? replaceServices, params (string Key, string Value)[] settings)
    {
        ApiFactory factory = Start(replaceServices, settings);
        await factory.WaitUntilLoadedAsync();
        return factory;
    }

    public static Task<ApiFactory> StartLoadedAsync(params (string Key, string Value)[] settings) => StartLoadedAsync(null, settings);

    /// <summary>Starts a service and waits until it says that it is ready, which needs no key and counts for no limit.</summary>
    public static async Task<ApiFactory> StartReadyAsync(
        Action<IServiceCollection>? replaceServices, params (string Key, string Value)[] settings)
    {
        ApiFactory factory = Start(replaceServices, settings);
        await ServerProcess.UntilAsync(factory.Client, HttpStatusCode.OK);
        return factory;
    }

    public async Task WaitUntilLoadedAsync()
    {
        for (DateTime limit = DateTime.UtcNow.AddMinutes(2); DateTime.UtcNow < limit; await Task.Delay(50))
        {
            string models = await Client.GetStringAsync(new Uri("/models", UriKind.Relative));
            if (!models.Contains("\"loading\"", StringComparison.Ordinal))
                return;
        }

        Assert.Fail("The models did not finish loading within two minutes.");
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("urls", "http://127.0.0.1:0");
        builder.UseSetting("Shutdown:Delay", "00:00:00");
        builder.UseSetting("Models:PollInterval", "00:00:00.1");
        foreach ((string key, string value) in _settings)
            builder.UseSetting(key, value);
        builder.ConfigureLogging(logging => logging.ClearProviders());
        if (_replaceServices is not null)
            builder.ConfigureTestServices(_replaceServices);
    }
}
