using Fovea.Api.Options.Settings;

namespace Fovea.Api.Security;

/// <summary>
/// Reads key files again every half minute, so that keys are exchanged without a restart. Reading is simpler and surer than watching:
/// mounted secrets change by an exchange of links, of which watchers hear nothing.
/// </summary>
internal sealed class KeyFileWatching(ApiKeys keys, TimeProvider time, ILogger<KeyFileWatching> logger) : BackgroundService
{
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!keys.FromFiles)
            return;
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                keys.Reload();
            }
            catch (InvalidConfigurationException e)
            {
                logger.LogError("The keys in force stay: {Reason}", e.Message);
            }
        }
    }
}
