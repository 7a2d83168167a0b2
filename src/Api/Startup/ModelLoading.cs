using Fovea.Api.Options;
using Fovea.Models.Hosting;

namespace Fovea.Api.Startup;

/// <summary>Loads the models after the server listens, so that <c>/livez</c> answers from the first moment; then watches their folder.</summary>
internal sealed class ModelLoading(ModelRepository repository, ServerOptions options, IHostApplicationLifetime lifetime, ILogger<ModelLoading> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenRegistration onStart = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
        await Task.Factory.StartNew(() => LoadAndWatch(stoppingToken), stoppingToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    private void LoadAndWatch(CancellationToken stoppingToken)
    {
        repository.LoadAll(stoppingToken);
        while (options.Models.Watch && !stoppingToken.WaitHandle.WaitOne(options.Models.PollInterval))
        {
            try
            {
                repository.Refresh(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                logger.LogError(e, "Looking at the model folder failed; it is looked at again in {Interval}.", options.Models.PollInterval);
            }
        }
    }
}
