using System.Globalization;
using Fovea.Bench.Models;
using Fovea.Bench.Statistics;
using Fovea.Inference;

namespace Fovea.Bench.ColdStart;

/// <summary>
/// Measures the time from file to first answer and the peak memory: Fovea and ONNX Runtime in separate processes, in alternating rounds.
/// </summary>
internal static class ColdStartCommand
{
    /// <summary>Returns 0 if both gave the same answers.</summary>
    public static int Run(ColdStartOptions options)
    {
        var comparisons = new List<ColdStartComparison>();
        Console.WriteLine($"""
            File to first answer at batch 1, Fovea / ONNX Runtime = ratio (above 1 Fovea is faster or smaller); default threads; medians of {options.Rounds} alternating rounds, a process each.

            | network | file MiB | load and first answer, ms | Fovea: read + compile + run | ONNX Runtime: session + run | whole process, ms | peak resident, MiB |
            |---|---|---|---|---|---|---|
            """);
        foreach (string path in BenchModel.Find(options.Models, options.Only))
        {
            ColdStartComparison? comparison = Compare(path, options);
            if (comparison is null)
                continue;
            comparisons.Add(comparison);
            Console.WriteLine(comparison);
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| **geometric mean of the ratios** | | **{Mean(c => c.TimeRatio):F2}** | | | **{Mean(c => c.ProcessRatio):F2}** | " +
            $"**{Mean(c => c.MemoryRatio):F2}** |"));
        return comparisons.TrueForAll(c => c.Agrees) ? 0 : 1;

        double Mean(Func<ColdStartComparison, double> ratio) => Summary.GeometricMean(comparisons.Select(ratio));
    }

    private static ColdStartComparison? Compare(string path, ColdStartOptions options)
    {
        string name = Path.GetFileNameWithoutExtension(path);
        string file = Path.Combine(
            options.Keep ?? Path.GetTempPath(), options.Keep is null ? $"fovea-load-{Environment.ProcessId}-{name}.onnx" : $"{name}.onnx");
        try
        {
            if (!File.Exists(file))
                File.WriteAllBytes(file, BenchModel.Read(path).Bytes);
            if (ShapeOf(file) is not Shape shape)
                return null;
            // The first processes read files that are not in the page cache yet, and are not counted.
            ColdStartResult[][] results = [new ColdStartResult[options.Rounds], new ColdStartResult[options.Rounds]];
            string[] rivals = [ColdStartProcess.Fovea, ColdStartProcess.OnnxRuntime];
            foreach (string rival in rivals)
                ColdStartProcess.Run(rival, file, shape);
            for (int round = 0; round < options.Rounds; round++)
            {
                for (int turn = 0; turn < rivals.Length; turn++)
                {
                    int rival = (turn + round) % rivals.Length;
                    results[rival][round] = ColdStartProcess.Run(rivals[rival], file, shape);
                }
            }

            return new ColdStartComparison(name, new FileInfo(file).Length, results[0], results[1]);
        }
        finally
        {
            if (options.Keep is null)
                File.Delete(file);
        }
    }

    /// <summary>The shape of the only input; null if the model has several inputs or another fixed batch size.</summary>
    private static Shape? ShapeOf(string file)
    {
        using var engine = new InferenceEngine(new InferenceOptions { Threads = 1 });
        using InferenceModel model = engine.Load(file);
        return BenchModel.Shapes(model, 1) is [Shape shape] ? shape : null;
    }
}
