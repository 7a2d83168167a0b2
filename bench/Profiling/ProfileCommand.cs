using System.Globalization;
using Fovea.Bench.Models;
using Fovea.Bench.Roofline;
using Fovea.Inference;

namespace Fovea.Bench.Profiling;

/// <summary>Prints the time of each step of one network's plan, slowest first.</summary>
internal static class ProfileCommand
{
    private const string Header = "      ms      %   sum %     GOP/s  % peak    GB/s  % of bandwidth    roof ms  % roof  step";

    public static int Run(ProfileOptions options)
    {
        string name = options.Only ?? throw new ArgumentException("Which network? profile NAME --models DIR");
        string path = BenchModel.Find(options.Models, name).FirstOrDefault()
            ?? throw new ArgumentException($"--models has no {name}.onnx.");
        using InferenceEngine engine = options.NewEngine();
        Roofs roofs = RoofMeasurement.Measure(engine.Kernels, options.Threads);
        NetworkProfile profile = NetworkProfile.Measure(path, engine, options, roofs)
            ?? throw new ArgumentException("The model fixes another batch.");
        Console.WriteLine($"{Machine.Describe(engine.Kernels)}\n{roofs}");
        Print(profile, roofs);
        return 0;
    }

    private static void Print(NetworkProfile profile, Roofs roofs)
    {
        double total = profile.Seconds, shown = 0;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{profile.Network}: {profile.Steps.Count} steps, {1e3 * total:F3} ms, roofline " +
            $"{1e3 * profile.Steps.Sum(s => s.RoofSeconds):F3} ms, arena {profile.ArenaBytes / 1048576.0:F1} MiB"));
        Console.WriteLine(Header);
        foreach (StepProfile step in profile.Steps.OrderByDescending(s => s.Seconds))
        {
            shown += step.Seconds;
            (CacheLevel level, double bandwidth) = roofs.LevelOf(step.BytesAtOnce);
            string rate = step.Operations == 0 ? "                 " : string.Create(
                CultureInfo.InvariantCulture,
                $"{step.OperationsPerSecond / 1e9,9:F1} {100 * step.PeakSeconds / Math.Max(step.Seconds, 1e-9),7:F1}");
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{1e3 * step.Seconds,8:F3} {100 * step.Seconds / total,6:F1} {100 * shown / total,7:F1} {rate} " +
                $"{step.BytesPerSecond / 1e9,7:F1} {100 * step.BytesPerSecond / bandwidth,7:F1} of {level.Name,-6} " +
                $"{1e3 * step.RoofSeconds,8:F3} {100 * step.RoofSeconds / Math.Max(step.Seconds, 1e-9),7:F1}  " +
                $"{step.Step.Name}: {step.Step.Kernel}"));
        }
    }
}
