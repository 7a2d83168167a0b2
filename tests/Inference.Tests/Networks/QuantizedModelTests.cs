using System.Globalization;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Networks;

/// <summary>
/// Every quantised model of the test data, of each form, as written and optimised, beside ONNX Runtime on noise and on photos. What is
/// found is written to the test's output: differences in steps of the result's scale, and whether the largest score is the same.
/// </summary>
/// <remarks>
/// The rule. Where the sum before a rounding lies between two integers, its last bit decides, and a step there grows through the layers
/// behind it. ONNX Runtime departs from itself in the same way between its settings: by up to 19 steps for one of these files. So results
/// are one step apart on average, at most 19, and the largest score is the same unless ONNX Runtime itself has both within two steps. Class
/// maps are the same in 99 of 100 pixels.
/// </remarks>
public sealed class QuantizedModelTests(ITestOutputHelper output)
{
    private const double Tie = 2.01;

    private const double Most = 19.01;

    public static TheoryData<string> Models()
    {
        var data = new TheoryData<string>();
        if (!TestData.Exists("wild"))
            return data;
        string root = TestData.Find("wild");
        foreach (string path in Directory.EnumerateFiles(root, "*.onnx", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            string file = $"wild/{Path.GetRelativePath(root, path)}";
            if (WildModelTests.IsQuantised(file))
                data.Add(file);
        }

        return data;
    }

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Models))]
    public void Answers_as_onnx_runtime_does(string file)
    {
        byte[] bytes = File.ReadAllBytes(TestData.Find(file));
        using InferenceModel model = TestEngines.Best.Load(bytes, file);
        using var oracle = new OnnxRuntimeOracle(bytes);
        foreach (Tensor input in Inputs(model, PixelRange.Of(file)))
        {
            Tensor expected = oracle.Run([input])[0];
            Compare(expected, model.Run([input])[0], $"{input}, optimised");
            Compare(expected, TestEngines.Get(InstructionSets.Best, optimize: false).Run(bytes, [input])[0], $"{input}, as written");
        }
    }

    private static IEnumerable<Tensor> Inputs(InferenceModel model, PixelRange range)
    {
        IReadOnlyList<Dimension> dimensions = model.Inputs[0].Shape.Dimensions!;
        bool isBatchFree = dimensions[0].Value is null;
        Shape Batch(int images) => new([.. dimensions.Select((d, axis) => d.Value ?? (axis == 0 ? images : 1))]);
        yield return range.Noise(Batch(isBatchFree ? 4 : 1), 7);
        if (dimensions is [_, { Value: 3 }, _, _])
            yield return range.OfPhotos(Batch(isBatchFree ? 3 : 1));
    }

    private void Compare(Tensor expected, Tensor found, string who)
    {
        Assert.Equal(expected.Shape, found.Shape);
        Assert.Equal(expected.ElementType, found.ElementType);
        double[] wanted = expected.ToDoubles(), values = found.ToDoubles();
        if (expected.ElementType == ElementType.Int64)
        {
            double same = wanted.Zip(values).Count(pair => pair.First == pair.Second) / (double)wanted.Length;
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{who}: {same:P2} of the classes are the same"));
            Assert.InRange(same, 0.99, 1);
            return;
        }

        double step = Step(wanted), most = 0, sum = 0;
        for (int i = 0; i < wanted.Length; i++)
        {
            double apart = Math.Abs(wanted[i] - values[i]) / step;
            most = Math.Max(most, apart);
            sum += apart;
        }

        int rows = (int)expected.Shape[0];
        int classes = wanted.Length / rows;
        int top = Enumerable.Range(0, rows)
            .Count(row => IsSameTop(wanted.AsSpan(row * classes, classes), values.AsSpan(row * classes, classes), step));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{who}: largest difference {most:F1} steps of {step:G3}, mean {sum / wanted.Length:F3}; the same largest score in {top} of " +
            $"{rows}"));
        Assert.InRange(most, 0, Most);
        Assert.InRange(sum / wanted.Length, 0, 1);
        Assert.True(expected.Shape.Rank != 2 || top == rows, $"{who}: another largest score in {rows - top} of {rows}");
    }

    private static bool IsSameTop(ReadOnlySpan<double> expected, ReadOnlySpan<double> found, double step)
    {
        double best = double.NegativeInfinity;
        int at = 0;
        for (int i = 0; i < found.Length; i++)
        {
            if (found[i] > best)
                (best, at) = (found[i], i);
        }

        double largest = double.NegativeInfinity;
        foreach (double value in expected)
            largest = Math.Max(largest, value);
        return largest - expected[at] <= Tie * step;
    }

    // Results are multiples of their scale.
    private static double Step(double[] values)
    {
        double[] sorted = [.. values.Take(1 << 16).Distinct().Order()];
        double range = sorted[^1] - sorted[0];
        return sorted.Zip(sorted.Skip(1), (a, b) => b - a).Where(gap => gap > range * 1e-5).DefaultIfEmpty(1).Min();
    }
}
