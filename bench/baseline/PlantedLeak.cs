using System.Collections.Concurrent;

namespace Fovea.Baseline;

/// <summary>Leaks some memory with every request if configured (<c>--Leak BYTES</c>), which the soak must detect. Off by default.</summary>
internal sealed class PlantedLeak(BaselineOptions options)
{
    private readonly ConcurrentBag<byte[]> _kept = [];

    public void Grow()
    {
        if (options.Leak == 0)
            return;
        byte[] lost = new byte[options.Leak];
        // Written to, because only then pages become resident.
        lost.AsSpan().Fill(1);
        _kept.Add(lost);
    }
}
