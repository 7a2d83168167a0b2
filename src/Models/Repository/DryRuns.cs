using Fovea.Inference;

namespace Fovea.Models.Repository;

/// <summary>
/// Loads of models that are not served: among the other loads, within their memory, each on a thread of its own. Thread-safe.
/// </summary>
/// <param name="queue">The loads.</param>
/// <param name="memory">The memory of the loaded models.</param>
/// <param name="attempts">Makes budgets within that of all loads.</param>
/// <param name="end">Ends all of them.</param>
internal sealed class DryRuns(LoadQueue queue, MemoryBudget memory, LoadAttempts attempts, CancellationToken end)
{
    /// <summary>Runs work that takes what a load takes.</summary>
    /// <param name="work">Gets the memory of the loaded models, and makes budgets.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task<T> RunAsync<T>(Func<MemoryBudget, Func<LoadBudget>, T> work, CancellationToken cancellationToken)
    {
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, end);
        queue.Add(
            () =>
            {
                try
                {
                    stop.Token.ThrowIfCancellationRequested();
                    result.TrySetResult(work(memory, () => attempts.NewBudget(stop.Token)));
                }
                catch (LoadPutOffException)
                {
                    return LoadEnd.PutOff;
                }
                catch (OperationCanceledException error)
                {
                    result.TrySetCanceled(error.CancellationToken);
                }
                catch (Exception error)
                {
                    result.TrySetException(error);
                }

                stop.Dispose();
                return LoadEnd.Done;
            },
            atOnce: false);
        return result.Task;
    }
}
