using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Processors;

/// <summary>
/// The processors that the engine knows, each with figures that <c>bench calibrate</c> measured on one, and the safe default for the rest.
/// Multiply-adds of bytes were measured on Zen 5 only. The others are limits by published instruction tables: those of LLVM for Sapphire
/// Rapids, and on Zen 4 half of Zen 5, because 512-bit vectors pass its units twice.
/// </summary>
internal static class ProcessorTable
{
    /// <summary>For processors that are not in the table: what holds for most servers of ten years.</summary>
    public static Processor Generic { get; } = new() { Name = "generic" };

    /// <summary>All descriptions by name, the default last.</summary>
    public static IReadOnlyList<Processor> All { get; } =
    [
        new()
        {
            Name = "zen4",
            Models =
            [
                (ProcessorIdentity.Amd, 25, 0x10, 0x1F), (ProcessorIdentity.Amd, 25, 0x60, 0x7F), (ProcessorIdentity.Amd, 25, 0xA0, 0xAF),
            ],
            VnniMultiplyAdds = 0,
            PairMultiplyAdds = 22,
        },
        new()
        {
            Name = "zen5",
            // Server and desktop; mobile ones have units of half the width.
            Models = [(ProcessorIdentity.Amd, 26, 0x00, 0x1F), (ProcessorIdentity.Amd, 26, 0x40, 0x4F)],
            WideMultiplyAdds = 2,
            VnniMultiplyAdds = 60,
            PairMultiplyAdds = 45,
            LastLevelRate = 24,
            MemoryRate = 8,
            FetchesWeights = true,
        },
        new()
        {
            Name = "sapphire-rapids",
            Models = [(ProcessorIdentity.Intel, 6, 143, 143), (ProcessorIdentity.Intel, 6, 207, 207)],
            SecondLevelBytes = 2 << 20,
            LastLevelBytes = 4 << 20,
            WideMultiplyAdds = 2,
            LastLevelRate = 4.6,
            MemoryRate = 4.6,
            FetchesWeights = true,
            LargeArenaPages = true,
        },
        Generic,
    ];

    private static readonly Processor Present = Detect(CpuId.Read);

    /// <summary>The processor of this machine, with the size of its second-level cache as it tells it.</summary>
    public static Processor Detected => Present;

    /// <summary>A processor by name, with the size of the table; of this machine if null.</summary>
    /// <exception cref="NotSupportedException">There is none of this name.</exception>
    public static Processor Find(string? name)
    {
        if (name is null)
            return Detected;
        foreach (Processor processor in All)
        {
            if (string.Equals(processor.Name, name, StringComparison.OrdinalIgnoreCase))
                return processor;
        }

        throw new NotSupportedException($"There is no processor '{name}'; known are {string.Join(", ", Names())}.");
    }

    /// <summary>Describes the processor that answers to CPUID.</summary>
    public static Processor Detect(CpuIdReader cpuId)
    {
        var identity = ProcessorIdentity.Read(cpuId);
        Processor known = Of(identity);
        int second = SecondLevelCache.Read(identity.Vendor, cpuId);
        return second == 0
            ? known
            : known with { SecondLevelBytes = second, LastLevelBytes = Math.Max(known.LastLevelBytes, 2 * second) };
    }

    private static Processor Of(ProcessorIdentity identity)
    {
        foreach (Processor processor in All)
        {
            foreach ((string vendor, int family, int first, int last) in processor.Models)
            {
                if (identity.Vendor == vendor && identity.Family == family && identity.Model >= first && identity.Model <= last)
                    return processor;
            }
        }

        return Generic;
    }

    private static List<string> Names()
    {
        var names = new List<string>();
        foreach (Processor processor in All)
            names.Add(processor.Name);
        return names;
    }
}
