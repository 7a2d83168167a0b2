namespace Fovea.Api.Startup;

/// <summary>
/// The verb <c>--healthcheck</c>: asks the server that runs with the same configuration whether it is ready. For containers without a shell.
/// </summary>
internal static class HealthCheck
{
    public const string Verb = "--healthcheck";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Returns the exit code: 0 when the server is ready, else 1.</summary>
    public static async Task<int> RunAsync(IConfiguration configuration)
    {
        var address = new Uri(ServerAddress.ToSelf(configuration), "readyz");
        try
        {
            using var client = new HttpClient { Timeout = Patience };
            using HttpResponseMessage response = await client.GetAsync(address);
            Console.WriteLine($"{address} answers {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
            return response.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            await Console.Error.WriteLineAsync($"{address} does not answer: {e.Message}");
            return 1;
        }
    }
}
