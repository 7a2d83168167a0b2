using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Processors;

/// <summary>Bytes of the data caches of one core; 0 where the processor does not tell, as under some hypervisors.</summary>
/// <param name="First">The first level.</param>
/// <param name="Second">The second level.</param>
internal readonly record struct CacheSizes(int First, int Second)
{
    private const uint IntelLeaf = 4;
    private const uint AmdLeaf = 0x8000_001D;
    private const uint AmdFirstLevel = 0x8000_0005;
    private const uint AmdSecondLevel = 0x8000_0006;
    private const uint MostCaches = 16;

    /// <summary>
    /// Asks for the caches one by one (leaf 4, of AMD 0x8000001D), and where that gives none, AMD's older leaves of the first and second
    /// level.
    /// </summary>
    public static CacheSizes Read(string vendor, CpuIdReader cpuId)
    {
        bool amd = vendor == ProcessorIdentity.Amd;
        CacheSizes found = ReadEach(amd ? AmdLeaf : IntelLeaf, cpuId);
        if (found.Second != 0 || !amd || cpuId(AmdFirstLevel, 0) is not { } first || cpuId(AmdSecondLevel, 0) is not { } second)
            return found;
        return new CacheSizes((int)(first.Ecx >> 24) << 10, (int)(second.Ecx >> 16) << 10);
    }

    private static CacheSizes ReadEach(uint leaf, CpuIdReader cpuId)
    {
        var sizes = new CacheSizes(0, 0);
        for (uint i = 0; i < MostCaches && cpuId(leaf, i) is { } cache && (cache.Eax & 31) != 0; i++)
        {
            // Type 1 is data, 2 instructions, 3 both.
            if ((cache.Eax & 31) == 2)
                continue;
            long ways = (cache.Ebx >> 22) + 1, partitions = ((cache.Ebx >> 12) & 0x3FF) + 1, line = (cache.Ebx & 0xFFF) + 1;
            long bytes = ways * partitions * line * (cache.Ecx + 1L);
            sizes = ((cache.Eax >> 5) & 7) switch
            {
                1 => sizes with { First = (int)bytes },
                2 => sizes with { Second = (int)bytes },
                _ => sizes,
            };
        }

        return sizes;
    }
}
