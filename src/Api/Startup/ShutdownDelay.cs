using Fovea.Api.Options;

namespace Fovea.Api.Startup;

/// <summary>
/// Keeps the server listening for a moment after the signal to end, while <c>/readyz</c> tells balancers to look elsewhere.
/// </summary>
internal sealed class ShutdownDelay(ServerOptions options) : IHostedLifecycleService
{
    public Task StoppingAsync(CancellationToken cancellationToken) =>
        Task.Delay(options.Shutdown.Delay, cancellationToken).ContinueWith(_ => { }, TaskScheduler.Default);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
