using System.Globalization;
using System.Runtime.InteropServices;
using Fovea.Inference;
using Fovea.Kernels;
using Microsoft.ML.OnnxRuntime;

namespace Fovea.Bench;

/// <summary>Describes the machine, for the headings of results.</summary>
internal static class Machine
{
    /// <summary>Processor, cores, memory, system, runtimes, instruction set and description of the processor, in one line.</summary>
    public static string Describe(KernelSet kernels)
    {
        double memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1L << 30);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Processor()}, {Environment.ProcessorCount} processors, {memory:F0} GiB; {OperatingSystemName()}; " +
            $"{RuntimeInformation.FrameworkDescription}, {Bits(kernels.InstructionSet)}, tuned for " +
            $"{kernels.Processor.Name}; ONNX Runtime {OrtEnv.Instance().GetVersionString()}.");
    }

    private static string Processor()
    {
        string? name = Field("/proc/cpuinfo", "model name", ':');
        string? family = Field("/proc/cpuinfo", "cpu family", ':'), model = Field("/proc/cpuinfo", "model\t", ':');
        return name is null
            ? RuntimeInformation.ProcessArchitecture.ToString()
            : family is null ? name : $"{name} (family {family}, model {model})";
    }

    private static string OperatingSystemName() =>
        Field("/etc/os-release", "PRETTY_NAME", '=')?.Trim('"') ?? RuntimeInformation.OSDescription;

    private static string Bits(InstructionSet instructionSet) => instructionSet switch
    {
        InstructionSet.Scalar => "no vectors",
        _ => $"{instructionSet.ToString()[6..]}-bit vectors",
    };

    private static string? Field(string file, string name, char separator)
    {
        string? line = File.Exists(file) ? File.ReadLines(file).FirstOrDefault(l => l.StartsWith(name, StringComparison.Ordinal)) : null;
        return line?.Split(separator, 2)[1].Trim();
    }
}
