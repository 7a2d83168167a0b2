using Fovea.Models.Errors;
using Fovea.Models.Hosting;
using Fovea.Models.Scheduling;
using Fovea.Models.Serving;

namespace Fovea.Models.StyleTransfer;

/// <summary>
/// Does parts of long work as jobs of the scheduler, at a lower priority than predictions. Between two parts it waits while others work,
/// but under load it keeps a share of the time.
/// </summary>
/// <param name="server">Does the jobs.</param>
/// <param name="scheduler">Says whether others work.</param>
internal sealed class PoliteWork(ModelServer server, Scheduler scheduler)
{
    // It waits for others at most this many times as long as the last part took.
    private const int Patience = 4;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongPause = TimeSpan.FromMilliseconds(100);

    private TimeSpan _last;

    /// <summary>Does a part.</summary>
    /// <param name="model">The model whose queue it waits in.</param>
    /// <param name="work">Is given the most threads that it may use, and a token that ends it.</param>
    /// <param name="waits">Whether it waits for others first, and tries again where too many requests wait.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ServingException">Too many requests wait, or the engine has a fault.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<T> DoAsync<T>(
        HostedModel model, Func<int, CancellationToken, T> work, bool waits, CancellationToken cancellationToken)
    {
        long started = scheduler.Clock.GetTimestamp();
        while (waits && scheduler.BusyThreads > 0 && scheduler.Clock.GetElapsedTime(started) < Patience * _last)
            await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
        while (true)
        {
            bool done = false;
            T? result = default;
            try
            {
                // A part may take longer than a request: it does not end with the job's limit.
                await server.WorkAsync(
                    model,
                    (threads, _) =>
                    {
                        long begun = scheduler.Clock.GetTimestamp();
                        result = work(threads, cancellationToken);
                        _last = scheduler.Clock.GetElapsedTime(begun);
                        return done = true;
                    },
                    server.StartTimings(), cancellationToken).ConfigureAwait(false);
                return result!;
            }
            catch (ServingException) when (done)
            {
                return result!;
            }
            catch (ServingException error) when (waits && error.Error is (ServingError.Overloaded or ServingError.QueueTimeout))
            {
                await Task.Delay(LongPause, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
