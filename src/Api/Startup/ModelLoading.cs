using Fovea.Models.Hosting;

namespace Fovea.Api.Startup;

/// <summary>Loads the models after the server listens, so that <c>/livez</c> answers from the first moment.</summary>
internal sealed class ModelLoading(ModelRepository repository, IHostApplicationLifetime lifetime) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenRegistration onStart = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
        await Task.Factory.StartNew(
            () => repository.LoadAll(stoppingToken), stoppingToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }
}
