using Fovea.Api.Options;
using Fovea.Models.Repository;

namespace Fovea.Api.Startup;

/// <summary>
/// Loads the models beside the start of the server, so that <c>/livez</c> waits for none of them; then watches their folder.
/// </summary>
internal sealed class ModelLoading(ModelRepository repository, ServerOptions options, ILogger<ModelLoading> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.Factory.StartNew(
            () =>
            {
                try
                {
                    LoadAndWatch(stoppingToken);
                }
                catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
                {
                    // The server stops. The host would report an error where it has not started yet: the address was in use.
                }
            },
            stoppingToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);

    private void LoadAndWatch(CancellationToken stoppingToken)
    {
        repository.LoadAll(stoppingToken);
        while (options.Models.Watch && !stoppingToken.WaitHandle.WaitOne(options.Models.PollInterval))
        {
            try
            {
                repository.BeginRefresh(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                logger.LogError(e, "Looking at the model folder failed; it is looked at again in {Interval}.", options.Models.PollInterval);
            }
        }
    }
}
