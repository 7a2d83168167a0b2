using Fovea.Api.Errors;

namespace Fovea.Api.Http;

/// <summary>What one request has of the <see cref="UploadBudget"/>. Who takes bytes gives them back. One thread at a time.</summary>
internal sealed class UploadShare(UploadBudget budget, string client)
{
    private long _held;

    /// <summary>Takes bytes before they are allocated.</summary>
    /// <exception cref="ApiException">There is no room.</exception>
    public void Take(long bytes)
    {
        budget.Take(client, _held, bytes);
        _held += bytes;
    }

    /// <summary>Gives bytes back.</summary>
    public void Return(long bytes)
    {
        if (bytes == 0)
            return;
        _held -= bytes;
        budget.Return(client, bytes);
    }
}
