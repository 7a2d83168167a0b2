using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Fovea.Models.Jobs;

namespace Fovea.Api.Endpoints;

/// <summary>The events of a long job: a bounded number in a second, fewer of them with a picture.</summary>
internal static class JobEvents
{
    private const string Progress = "progress";
    private const string End = "end";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan PicturePause = TimeSpan.FromSeconds(1);

    // Proxies close connections over which nothing comes.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(15);

    /// <summary>Events until the job has ended, the client has left, or the server stops.</summary>
    /// <param name="job">The job.</param>
    /// <param name="describe">How far it is: with a picture where there may be one; and whether there is.</param>
    /// <param name="stopping">The server stops.</param>
    /// <param name="cancellationToken">The client has left.</param>
    public static async IAsyncEnumerable<SseItem<T>> Follow<T>(
        LongJob job, Func<bool, (T Event, bool HasPicture)> describe, CancellationToken stopping,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(stopping, cancellationToken);
        TimeProvider time = TimeProvider.System;
        long? lastPicture = null;
        while (!ends.IsCancellationRequested)
        {
            long seen = job.Version;
            if (job.Phase.IsEnd())
            {
                yield return new SseItem<T>(describe(false).Event, End);
                yield break;
            }

            (T progress, bool hasPicture) = describe(lastPicture is not { } last || time.GetElapsedTime(last) >= PicturePause);
            if (hasPicture)
                lastPicture = time.GetTimestamp();
            yield return new SseItem<T>(progress, Progress);
            await WaitAsync(job, seen, ends.Token);
        }
    }

    private static async Task WaitAsync(LongJob job, long seen, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(Pause, cancellationToken);
            await job.WaitAsync(seen, cancellationToken).WaitAsync(LongestSilence, cancellationToken);
        }
        catch (Exception error) when (error is TimeoutException or OperationCanceledException)
        {
            // It is said again how far it is, or there is nobody to say it to.
        }
    }
}
