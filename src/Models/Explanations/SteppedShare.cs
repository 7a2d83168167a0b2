namespace Fovea.Models.Explanations;

/// <summary>Has another share do the pieces of a work, each when it is allowed to. One thread at a time allows.</summary>
/// <param name="share">Does the pieces.</param>
internal sealed class SteppedShare(WorkShare share) : WorkShare
{
    // Continuations run elsewhere: whoever allows a piece does not do it.
    private TaskCompletionSource _allowed = Signal();
    private TaskCompletionSource _done = Signal();

    /// <inheritdoc/>
    public override async Task<T> DoAsync<T>(Func<int, CancellationToken, T> work)
    {
        await _allowed.Task.ConfigureAwait(false);
        T result = await share.DoAsync(work).ConfigureAwait(false);
        _allowed = Signal();
        _done.SetResult();
        return result;
    }

    /// <summary>Allows one piece; waits until it is done, or the whole is.</summary>
    /// <param name="whole">The work that has the pieces done.</param>
    public async Task StepAsync(Task whole)
    {
        _done = Signal();
        _allowed.TrySetResult();
        await Task.WhenAny(_done.Task, whole).ConfigureAwait(false);
    }

    private static TaskCompletionSource Signal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
