using System.Net.Security;
using Fovea.Api.Options;
using Fovea.Api.Options.Settings;
using Fovea.Api.Server;
using Fovea.Api.Verbs.Exit;

namespace Fovea.Api.Verbs;

/// <summary>
/// The option <c>--healthcheck</c>: asks the server that runs with the same configuration whether it is ready. For containers without a
/// shell. On the loopback interface its certificate is not checked: that is for the name which others call.
/// </summary>
internal static class HealthCheck
{
    public const string Name = "--healthcheck";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <summary>Returns the exit code: 0 when the server is ready, else 1.</summary>
    /// <param name="settings">The settings of the server's command line.</param>
    public static async Task<int> RunAsync(string[] settings)
    {
        try
        {
            return await AskAsync(ConfigurationFiles.CreateBuilder(settings).Configuration);
        }
        catch (InvalidConfigurationException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return ExitCode.Failure;
        }
    }

    private static async Task<int> AskAsync(IConfiguration configuration)
    {
        HostSettings.CheckAddresses(configuration);
        var address = new Uri(ServerAddress.ToSelf(configuration), "readyz");
        try
        {
            using var handler = new SocketsHttpHandler();
            handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, errors) => errors == SslPolicyErrors.None
                || address.IsLoopback;
            using var client = new HttpClient(handler) { Timeout = Timeout };
            using HttpResponseMessage response = await client.GetAsync(address);
            Console.WriteLine($"{address} answers {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
            return response.IsSuccessStatusCode ? ExitCode.Success : ExitCode.Failure;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            await Console.Error.WriteLineAsync($"{address} does not answer: {e.Message}");
            return ExitCode.Failure;
        }
    }
}
