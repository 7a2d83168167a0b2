using Fovea.Api.Errors;
using Fovea.Api.Options;
using Fovea.Api.Security;
using Fovea.Models.Telemetry;

namespace Fovea.Api.Http;

/// <summary>
/// The memory that the bodies of all requests may take together (<c>Limits:MaxUploadBytes</c>), from their first byte to the answer. It is
/// taken as bytes arrive, not when they are announced. One client may hold as much as is left for the others, so none can take all of it;
/// but a body that is alone always has room. Thread-safe.
/// </summary>
internal sealed class UploadBudget(ServerOptions options, ServingTelemetry telemetry) : IDisposable
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, long> _clients = new(StringComparer.Ordinal);
    private long _held;

    /// <summary>What a request may contain.</summary>
    public LimitsOptions Limits { get; } = options.Limits;

    /// <summary>Who of them may be parsed now.</summary>
    public ParsingTurns Turns { get; } = new();

    /// <summary>The bytes that are held now.</summary>
    public long Held
    {
        get
        {
            lock (_lock)
                return _held;
        }
    }

    /// <summary>The share of one request, which holds nothing yet.</summary>
    public UploadShare For(HttpContext context) => new(this, context.Features.Get<Client>()?.Name ?? "");

    /// <summary>Takes bytes for a request that holds some already.</summary>
    /// <exception cref="ApiException">There is no room.</exception>
    public void Take(string client, long held, long bytes)
    {
        lock (_lock)
        {
            long ofClient = _clients.GetValueOrDefault(client);
            if (_held == held || ofClient + bytes <= Limits.MaxUploadBytes - _held - bytes)
            {
                _held += bytes;
                _clients[client] = ofClient + bytes;
                return;
            }
        }

        telemetry.UploadRefused();
        throw new ApiException(
            ErrorCodes.Overloaded,
            $"The bodies of the requests that are being read and answered leave no room for this one. All together take at most " +
            $"{Limits.MaxUploadBytes} bytes (Limits:MaxUploadBytes), and those of one client no more than they leave free. Try again in " +
            $"{Retry.TotalSeconds:0} s.")
        { RetryAfter = Retry };
    }

    public void Dispose() => Turns.Dispose();

    /// <summary>Gives bytes back.</summary>
    public void Return(string client, long bytes)
    {
        lock (_lock)
        {
            _held -= bytes;
            long left = _clients[client] - bytes;
            if (left > 0)
                _clients[client] = left;
            else
                _clients.Remove(client);
        }
    }
}
