using Fovea.Models.Errors;
using Fovea.Models.Hosting;
using Fovea.Models.Scheduling;

namespace Fovea.Models.Serving;

/// <summary>
/// Does parts of long work as jobs of the scheduler, behind predictions: it begins when nobody has worked for a moment, and
/// gives up a part when somebody comes, to do it again later. Under constant load it insists on a small share of the time.
/// </summary>
/// <param name="server">Does the jobs.</param>
/// <param name="scheduler">Says whether others work.</param>
internal sealed class PoliteWork(ModelServer server, Scheduler scheduler)
{
    // It insists after so many times as long as a part takes: less than one request of a hundred meets a part that insists.
    private const int Patience = 200;

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LeastPart = TimeSpan.FromMilliseconds(10);

    private TimeSpan _last;

    // Whether somebody worked a moment ago.
    private bool _met;

    /// <summary>Does a part.</summary>
    /// <param name="model">The model whose queue it waits in.</param>
    /// <param name="work">Is given the most threads that it may use, and a token that ends it. It can be done again then.</param>
    /// <param name="waits">
    /// Whether it lets others go first, and tries again where too many requests wait; else it is a request like others.
    /// </param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ServingException">Too many requests wait, or the engine has a fault.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<T> DoAsync<T>(
        HostedModel model, Func<int, CancellationToken, T> work, bool waits, CancellationToken cancellationToken)
    {
        long started = scheduler.Clock.GetTimestamp();
        while (true)
        {
            TimeSpan part = _last > LeastPart ? _last : LeastPart;
            bool insists = !waits || scheduler.Clock.GetElapsedTime(started) >= Patience * part;
            if (!insists && !await IsIdleAsync(cancellationToken).ConfigureAwait(false))
                continue;
            using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
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
                        using ArrivalWatch? watch = insists ? null : new ArrivalWatch(scheduler, ends);
                        result = work(threads, ends.Token);
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
            catch (ServingException error) when (waits && (error.Error is ServingError.Overloaded or ServingError.QueueTimeout
                || (error.Error == ServingError.DeadlineExceeded && !cancellationToken.IsCancellationRequested)))
            {
                await Task.Delay(LongPause, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (ends.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                _met = true;
            }
        }
    }

    /// <summary>Waits for a moment; whether nobody worked all the time.</summary>
    private async Task<bool> IsIdleAsync(CancellationToken cancellationToken)
    {
        long started = TimeProvider.System.GetTimestamp();
        bool idle = scheduler.BusyThreads == 0;
        while (idle && TimeProvider.System.GetElapsedTime(started) < (_met ? Moment : TimeSpan.Zero))
        {
            await Task.Delay(Poll, cancellationToken).ConfigureAwait(false);
            idle = scheduler.BusyThreads == 0;
        }

        if (!idle)
        {
            _met = true;
            await Task.Delay(Poll, cancellationToken).ConfigureAwait(false);
            return false;
        }

        _met = false;
        return true;
    }
}
