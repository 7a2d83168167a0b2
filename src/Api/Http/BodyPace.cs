using Fovea.Api.Errors;
using Fovea.Api.Options;

namespace Fovea.Api.Http;

/// <summary>
/// Ends the reading of a body that comes too slowly. A client may pause for <see cref="Pause"/> in all; each byte that comes gives back the
/// time that it takes at <c>Limits:MinDataRate</c>, up to that again. So what was sent fast buys no long rest, as it does with the server's
/// own limit, which is an average. Only time spent in waiting for the client counts.
/// </summary>
internal sealed class BodyPace(LimitsOptions limits, CancellationToken aborted) : IDisposable
{
    private readonly CancellationTokenSource _cancellation = CancellationTokenSource.CreateLinkedTokenSource(aborted);
    private TimeSpan _left = Pause;

    /// <summary>How long a client may send nothing.</summary>
    public static TimeSpan Pause { get; } = TimeSpan.FromSeconds(5);

    /// <summary>Reads some bytes.</summary>
    /// <exception cref="ApiException">They do not come in time.</exception>
    public async ValueTask<int> ReadAsync(Stream body, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (limits.MinDataRate == 0)
            return await body.ReadAsync(buffer, cancellationToken);
        ValueTask<int> reading = body.ReadAsync(buffer, _cancellation.Token);
        int read;
        if (reading.IsCompletedSuccessfully)
        {
            read = reading.Result;
        }
        else
        {
            long started = Environment.TickCount64;
            _cancellation.CancelAfter(_left);
            try
            {
                read = await reading;
            }
            catch (OperationCanceledException e) when (!aborted.IsCancellationRequested && _cancellation.IsCancellationRequested)
            {
                throw new ApiException(
                    ErrorCodes.BodyTimeout,
                    $"The request body stopped, or came at less than {limits.MinDataRate} bytes per second (Limits:MinDataRate). Send it " +
                    "without pauses, or a smaller one.", e);
            }

            _cancellation.CancelAfter(Timeout.InfiniteTimeSpan);
            _left -= TimeSpan.FromMilliseconds(Environment.TickCount64 - started);
        }

        double left = Math.Max(_left.TotalSeconds, 0.001) + (double)read / limits.MinDataRate;
        _left = left < Pause.TotalSeconds ? TimeSpan.FromSeconds(left) : Pause;
        return read;
    }

    public void Dispose() => _cancellation.Dispose();
}
