using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Processors;

/// <summary>The size of a core's second-level cache, as the processor tells it.</summary>
internal static class SecondLevelCache
{
    private const uint IntelLeaf = 4;
    private const uint AmdLeaf = 0x8000_001D;
    private const uint AmdOlderLeaf = 0x8000_0006;
    private const uint FeatureLeaf = 7;
    private const uint Hybrid = 1 << 15;
    private const uint MostCaches = 16;

    /// <summary>
    /// Bytes; 0 where the processor does not tell, as under some hypervisors, and where its cores differ: which of them answers is chance.
    /// Asks for the caches one by one (leaf 4, of AMD 0x8000001D), and where that gives none, AMD's older leaf of the second level.
    /// </summary>
    public static int Read(string vendor, CpuIdReader cpuId)
    {
        bool amd = vendor == ProcessorIdentity.Amd;
        if (!amd && cpuId(FeatureLeaf, 0) is { } features && (features.Edx & Hybrid) != 0)
            return 0;
        int found = ReadEach(amd ? AmdLeaf : IntelLeaf, cpuId);
        return found == 0 && amd && cpuId(AmdOlderLeaf, 0) is { } older ? (int)(older.Ecx >> 16) << 10 : found;
    }

    private static int ReadEach(uint leaf, CpuIdReader cpuId)
    {
        for (uint i = 0; i < MostCaches && cpuId(leaf, i) is { } cache && (cache.Eax & 31) != 0; i++)
        {
            // Type 1 is data, 2 instructions, 3 both.
            if ((cache.Eax & 31) == 2 || ((cache.Eax >> 5) & 7) != 2)
                continue;
            long ways = (cache.Ebx >> 22) + 1, partitions = ((cache.Ebx >> 12) & 0x3FF) + 1, line = (cache.Ebx & 0xFFF) + 1;
            return (int)Math.Min(ways * partitions * line * (cache.Ecx + 1L), int.MaxValue);
        }

        return 0;
    }
}
