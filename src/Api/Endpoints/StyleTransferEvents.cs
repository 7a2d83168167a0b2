using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Fovea.Api.Contracts;
using Fovea.Models.Jobs;
using Fovea.Models.StyleTransfer;

namespace Fovea.Api.Endpoints;

/// <summary>The events of a style transfer: a bounded number in a second, some of them with the picture so far.</summary>
internal static class StyleTransferEvents
{
    private const string Progress = "progress";
    private const string End = "end";
    private const int PreviewSide = 128;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan PicturePause = TimeSpan.FromSeconds(1);

    // Proxies close connections over which nothing comes.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(15);

    /// <summary>Events until the transfer has ended, the client has left, or the server stops.</summary>
    public static async IAsyncEnumerable<SseItem<StyleTransferEvent>> Follow(
        LongJob job, CancellationToken stopping, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(stopping, cancellationToken);
        TimeProvider time = TimeProvider.System;
        long? lastPicture = null;
        while (!ends.IsCancellationRequested)
        {
            long seen = job.Version;
            if (job.Phase.IsEnd())
            {
                yield return new SseItem<StyleTransferEvent>(StyleTransferDescription.Event(job, null), End);
                yield break;
            }

            byte[]? png = lastPicture is { } last && time.GetElapsedTime(last) < PicturePause
                ? null
                : ((StyleTransferWork)job.Work).Preview(PreviewSide);
            if (png is not null)
                lastPicture = time.GetTimestamp();
            yield return new SseItem<StyleTransferEvent>(StyleTransferDescription.Event(job, png), Progress);
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
