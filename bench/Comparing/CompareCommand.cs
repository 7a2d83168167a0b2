using Fovea.Bench.Models;
using Fovea.Inference;

namespace Fovea.Bench.Comparing;

/// <summary>Compares whole networks on Fovea and ONNX Runtime, in one process and in alternating rounds.</summary>
internal static class CompareCommand
{
    /// <summary>
    /// Returns 0 if every result agrees with ONNX Runtime's, or has the same bits as that of the other build if one is given.
    /// </summary>
    public static int Run(CompareOptions options)
    {
        if (options.Against is not null)
            return CompareBuildsCommand.Run(options);
        var table = new ComparisonTable(options);
        bool allAgree = true;
        foreach (string path in BenchModel.Find(options.Models, options.Only))
        {
            BenchModel model = BenchModel.Read(path);
            foreach (int batch in options.Batches)
            {
                foreach (int threads in options.Threads.Distinct())
                {
                    if (Compare(model, threads, batch, options) is not Comparison comparison)
                        continue;
                    table.Add(comparison);
                    allAgree &= comparison.Agrees;
                    Console.Error.WriteLine(comparison.ToString());
                }
            }
        }

        Console.WriteLine(table.ToString());
        return allAgree ? 0 : 1;
    }

    private static Comparison? Compare(BenchModel model, int threads, int batch, CompareOptions options)
    {
        using InferenceEngine engine = options.NewEngine(threads);
        using InferenceModel loaded = engine.Load(model.Bytes, model.Name);
        if (BenchModel.Shapes(loaded, batch) is not IReadOnlyList<Shape> shapes
            || loaded.Outputs.Any(output => output.ElementType != ElementType.Float32))
            return null;
        Tensor[] inputs = BenchModel.Inputs(shapes);
        using var fovea = new FoveaRival(loaded, inputs);
        using var other = new OnnxRuntimeRival(model.Bytes, threads, inputs, fovea.Outputs);
        double[][] times = Measurement.Alternate([fovea.Run, other.Run], options.Rounds, options.Milliseconds, options.WarmUpMilliseconds);
        return new Comparison(
            model.Name, threads, batch, times[0], times[1], Difference(other.Outputs, fovea.Outputs),
            fovea.IsQuantized ? CompareOptions.AllowedQuantizedDifference : options.AllowedDifference);
    }

    /// <summary>The largest difference of all outputs, relative to the range of the expected output.</summary>
    private static double Difference(IReadOnlyList<Tensor> expected, IReadOnlyList<Tensor> actual)
    {
        double worst = 0;
        for (int i = 0; i < expected.Count; i++)
        {
            Span<float> want = expected[i].Span<float>(), got = actual[i].Span<float>();
            float low = float.PositiveInfinity, high = float.NegativeInfinity, difference = 0;
            for (int j = 0; j < want.Length; j++)
            {
                if (float.IsNaN(want[j]) && float.IsNaN(got[j]))
                    continue;
                low = MathF.Min(low, want[j]);
                high = MathF.Max(high, want[j]);
                difference = MathF.Max(difference, MathF.Abs(want[j] - got[j]));
            }

            worst = Math.Max(worst, difference == 0 ? 0 : difference / Math.Max(high - low, float.Epsilon));
        }

        return double.IsNaN(worst) ? double.PositiveInfinity : worst;
    }
}
