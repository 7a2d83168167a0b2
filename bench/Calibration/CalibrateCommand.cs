using System.Globalization;
using Fovea.Bench.Roofline;
using Fovea.Inference;
using Fovea.Kernels;
using Fovea.Kernels.Processors;
using Fovea.Kernels.Simd;

namespace Fovea.Bench.Calibration;

/// <summary>
/// Measures the figures of a processor's description on an idle machine, and prints the lines to add to the table of processors, beside the
/// description that is in use. Sizes of caches are those of the description in use; large pages are for whoever adds the entry to try.
/// </summary>
internal static class CalibrateCommand
{
    /// <summary>Fetching ahead is worth its instructions from here on.</summary>
    private const double LeastGain = 1.03;

    public static int Run(TextWriter output)
    {
        var kernels = KernelSet.For(null);
        var identity = ProcessorIdentity.Read(CpuId.Read);
        double hertz = ClockMeasurement.Hertz();
        Roofs roofs = RoofMeasurement.Measure(kernels, threads: 1);
        double gain = LayerMeasurement.FetchingGain(kernels);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            {{Machine.Describe(kernels)}}
            in use: {{kernels.Processor}}
            {{identity}}; clock {{hertz / 1e9:F2}} GHz; {{roofs}}
            a product whose weights come from memory: {{gain:F2}} times as fast if they are fetched ahead

            new()
            {
                Name = "NAME",
                Models = [{{Models(identity)}}],
                SecondLevelBytes = {{kernels.Processor.SecondLevelBytes >> 10}} << 10,
                LastLevelBytes = {{kernels.Processor.LastLevelBytes >> 10}} << 10,
                WideMultiplyAdds = {{MultiplyAdds(InstructionSet.Vector512, hertz):0.#}},
                MultiplyAdds = {{MultiplyAdds(KernelSet.Available.First(set => set < InstructionSet.Vector512), hertz):0.#}},
                VnniMultiplyAdds = {{ByteMultiplyAdds(ByteInstructionSet.Vnni256, hertz):0}},
                PairMultiplyAdds = {{ByteMultiplyAdds(ByteInstructionSet.Pairs512, hertz):0}},
                LastLevelRate = {{roofs.BytesPerSecond[1].BytesPerSecond / hertz:0.#}},
                MemoryRate = {{roofs.BytesPerSecond[^1].BytesPerSecond / hertz:0.#}},
                FetchesWeights = {{(gain >= LeastGain ? "true" : "false")}},
            },
            """));
        return 0;
    }

    // A processor without CPUID has no identity: its entry is taken by name only.
    private static string Models(ProcessorIdentity identity) => identity.Vendor switch
    {
        "" => "",
        ProcessorIdentity.Amd => $"(ProcessorIdentity.Amd, {identity.Family}, {identity.Model}, {identity.Model})",
        ProcessorIdentity.Intel => $"(ProcessorIdentity.Intel, {identity.Family}, {identity.Model}, {identity.Model})",
        _ => $"(\"{identity.Vendor}\", {identity.Family}, {identity.Model}, {identity.Model})",
    };

    // 0 where the machine has no such instructions: the other ones are taken.
    private static double ByteMultiplyAdds(ByteInstructionSet set, double hertz) => ByteInstructionSets.Available.Contains(set)
        ? ByteTileRate.MultiplyAddsPerSecond(set, ProcessorTable.Detected) / hertz
        : 0;

    // Whole or half vectors per cycle; where the machine has no such vectors, what the description in use assumes.
    private static double MultiplyAdds(InstructionSet set, double hertz)
    {
        if (!KernelSet.Available.Contains(set))
            return set == InstructionSet.Vector512 ? ProcessorTable.Detected.WideMultiplyAdds : ProcessorTable.Detected.MultiplyAdds;
        var kernels = KernelSet.For(set);
        double perCycle = RoofMeasurement.Measure(kernels, threads: 1).OperationsPerSecond / hertz / 2 / kernels.Lanes;
        return Math.Round(perCycle * 2) / 2;
    }
}
