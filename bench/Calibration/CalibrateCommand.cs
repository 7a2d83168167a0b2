using System.Globalization;
using Fovea.Bench.Roofline;
using Fovea.Inference;
using Fovea.Kernels;
using Fovea.Kernels.Processors;
using Fovea.Kernels.Simd;

namespace Fovea.Bench.Calibration;

/// <summary>
/// Measures the figures of a processor's description on an idle machine, and prints the lines to add to the table of processors, beside the
/// description that is in use.
/// </summary>
internal static class CalibrateCommand
{
    /// <summary>Fetching ahead is worth its instructions from here on.</summary>
    private const double LeastGain = 1.03;

    /// <summary>The cycles of the input transform of F(4x4, 3x3) on Zen 4, in which the costs of all transforms are given.</summary>
    private const double Zen4InputCycles = 170;

    public static int Run(TextWriter output)
    {
        var kernels = KernelSet.For(null);
        var identity = ProcessorIdentity.Read(CpuId.Read);
        double hertz = ClockMeasurement.Hertz();
        Roofs roofs = RoofMeasurement.Measure(kernels.InstructionSet, threads: 1);
        double transform = LayerMeasurement.InputTransformCycles(kernels, hertz);
        double gain = LayerMeasurement.FetchingGain(kernels);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            {{Machine.Describe(kernels.InstructionSet)}}
            in use: {{kernels.Processor}}
            {{identity}}; clock {{hertz / 1e9:F2}} GHz; {{roofs}}
            input transform of F(4x4, 3x3): {{transform:F0}} cycles per vector; weights fetched ahead: {{gain:F2}} times as fast

            new()
            {
                Name = "NAME",
                Models = [({{Vendor(identity)}}, {{identity.Family}}, {{identity.Model}}, {{identity.Model}})],
                FirstLevelBytes = {{kernels.Processor.FirstLevelBytes >> 10}} << 10,
                SecondLevelBytes = {{kernels.Processor.SecondLevelBytes >> 10}} << 10,
                WideMultiplyAdds = {{MultiplyAdds(InstructionSet.Vector512, hertz):0.#}},
                MultiplyAdds = {{MultiplyAdds(InstructionSet.Vector256, hertz):0.#}},
                TransformCycles = {{transform / Zen4InputCycles:0.##}},
                LastLevelRate = {{roofs.BytesPerSecond[1].BytesPerSecond / hertz:0.#}},
                MemoryRate = {{roofs.BytesPerSecond[^1].BytesPerSecond / hertz:0.#}},
                FetchesWeights = {{(gain >= LeastGain ? "true" : "false")}},
            },
            """));
        return 0;
    }

    private static string Vendor(ProcessorIdentity identity) => identity.Vendor switch
    {
        ProcessorIdentity.Amd => "ProcessorIdentity.Amd",
        ProcessorIdentity.Intel => "ProcessorIdentity.Intel",
        _ => $"\"{identity.Vendor}\"",
    };

    // Whole or half vectors per cycle; where the machine has no such vectors, what the description in use assumes.
    private static double MultiplyAdds(InstructionSet set, double hertz)
    {
        if (!KernelSet.Available.Contains(set))
            return set == InstructionSet.Vector512 ? ProcessorTable.Detected.WideMultiplyAdds : ProcessorTable.Detected.MultiplyAdds;
        double perCycle = RoofMeasurement.Measure(set, threads: 1).OperationsPerSecond / hertz / 2 / KernelSet.For(set).Lanes;
        return Math.Round(perCycle * 2) / 2;
    }
}
