using System.Collections.Concurrent;

namespace Fovea.Baseline;

/// <summary>Keeps some memory of every request for good when asked to (<c>--Leak BYTES</c>): the soak's checker must notice. Off by default.</summary>
internal sealed class PlantedLeak(BaselineOptions options)
{
    private readonly ConcurrentBag<byte[]> _kept = [];

    public void Grow()
    {
        if (options.Leak == 0)
            return;
        byte[] lost = new byte[options.Leak];
        // Only pages that were written to are resident.
        lost.AsSpan().Fill(1);
        _kept.Add(lost);
    }
}
