using System.Globalization;
using System.Text;
using Fovea.Bench.Models;
using Fovea.Bench.Roofline;
using Fovea.Inference;
using Fovea.Inference.Steps;

namespace Fovea.Bench.Profiling;

/// <summary>Prints the time per layer class compared with the roofline, as a markdown table per network.</summary>
internal static class ClassesCommand
{
    public static int Run(ProfileOptions options)
    {
        using InferenceEngine engine = options.NewEngine();
        Roofs roofs = RoofMeasurement.Measure(engine.Kernels, options.Threads);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"""
            {Machine.Describe(engine.Kernels)}
            {options.Threads} thread{(options.Threads == 1 ? "" : "s")}, batch {options.Batch}: {roofs}.
            Medians of {options.Runs} runs, milliseconds per run. GOP/s are those of the direct sum; the roofline counts what the
            kernels perform, max(operations / peak, bytes / bandwidth) summed over the steps, with the bandwidth of the first level that
            holds a step's data.
            """));
        bool any = false;
        foreach (string path in BenchModel.Find(options.Models, options.Only))
        {
            if (NetworkProfile.Measure(path, engine, options, roofs) is not NetworkProfile profile)
                continue;
            Console.WriteLine($"\n{Table(profile, roofs)}");
            any = true;
        }

        return any ? 0 : throw new ArgumentException($"--models has no network {options.Only} that takes batch {options.Batch}.");
    }

    private static string Table(NetworkProfile profile, Roofs roofs)
    {
        StringBuilder text = new StringBuilder().AppendLine(CultureInfo.InvariantCulture, $"### {profile.Network}").AppendLine()
            .AppendLine("| layer class | steps | ms | % of time | GOP/s | % of peak | GB/s | roofline ms | % of roofline |")
            .AppendLine("|---|---:|---:|---:|---:|---:|---:|---:|---:|");
        foreach (IGrouping<LayerClass, StepProfile> group in profile.Steps.GroupBy(s => s.Step.Class).OrderBy(g => g.Key))
            Row(text, Name(group.Key), [.. group], profile.Seconds, roofs);
        Row(text, "**all**", profile.Steps, profile.Seconds, roofs);
        return text.ToString().TrimEnd();
    }

    private static void Row(StringBuilder text, string name, IReadOnlyList<StepProfile> steps, double total, Roofs roofs)
    {
        double seconds = steps.Sum(s => s.Seconds), roof = steps.Sum(s => s.RoofSeconds);
        double operations = steps.Sum(s => s.Operations) / seconds;
        string rate = operations == 0
            ? " | "
            : string.Create(CultureInfo.InvariantCulture, $"{operations / 1e9:F1} | {100 * steps.Sum(s => s.PeakSeconds) / seconds:F0}");
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"| {name} | {steps.Count} | {1e3 * seconds:F3} | {100 * seconds / total:F1} | {rate} | " +
            $"{steps.Sum(s => (double)s.Bytes) / seconds / 1e9:F1} | {1e3 * roof:F3} | {100 * roof / seconds:F0} |");
    }

    private static string Name(LayerClass layer) => layer switch
    {
        LayerClass.FirstConvolution => "first convolution",
        LayerClass.Pointwise => "1x1 convolution",
        LayerClass.Winograd => "Winograd",
        LayerClass.Dense => "other dense convolution",
        LayerClass.Grouped => "grouped convolution",
        LayerClass.Depthwise => "depthwise convolution",
        LayerClass.FullyConnected => "fully connected",
        LayerClass.MobileBlock => "1x1 or first, depthwise, 1x1 in bands",
        LayerClass.BottleneckBlock => "1x1, larger window, 1x1 in bands",
        LayerClass.Pooling => "pooling",
        _ => "element-wise and other",
    };
}
