using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Networks;

/// <summary>
/// Every model of the test data that is not quantised, of many exporters: it loads, runs and agrees with ONNX Runtime on noise and on
/// photos in the range of pixels that it was trained on, at batches of 1, 3 and 8 where the batch is free, and at a second size where the
/// size is. What ONNX Runtime itself refuses is refused by name.
/// </summary>
/// <remarks>
/// The rule: a ten-thousandth of an output's range. What a Sigmoid or Softmax gives may be close to 0 everywhere: then a millionth is
/// enough, and what goes into the function is held to a ten-thousandth of its range too. Detections are compared as sets.
/// </remarks>
public sealed class WildModelTests
{
    private static readonly string[] Folders = ["wild", "models"];

    /// <summary>Models that are refused, and the words that say why.</summary>
    private static readonly Dictionary<string, string> Refused = new()
    {
        ["espcn-quant/quant_model.onnx"] = "onnx.brevitas.Quant",
        ["superres-prepost/pytorch_superresolution_with_pre_post_processing_op18.onnx"] = "com.microsoft.extensions.",
    };

    public static TheoryData<string> Models()
    {
        var data = new TheoryData<string>();
        foreach (string folder in Folders.Where(TestData.Exists))
        {
            string root = TestData.Find(folder);
            foreach (string path in Directory.EnumerateFiles(root, "*.onnx", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            {
                string file = $"{folder}/{Path.GetRelativePath(root, path)}";
                if (!IsQuantised(file))
                    data.Add(file);
            }
        }

        return data;
    }

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Models))]
    public void Agrees_with_onnx_runtime(string file)
    {
        byte[] bytes = File.ReadAllBytes(TestData.Find(file));
        if (Refused.TryGetValue(file[(file.IndexOf('/', StringComparison.Ordinal) + 1)..], out string? words))
        {
            RefusedModel.With(() => TestEngines.Best.Load(bytes, file), words);
            return;
        }

        using InferenceModel model = TestEngines.Best.Load(bytes, file);
        var graph = new OracleGraph(bytes);
        using var oracle = new OnnxRuntimeOracle(graph.Bytes);
        using OnnxRuntimeOracle? beforeSquashing =
            graph.BeforeSquashing.Count > 0 ? new OnnxRuntimeOracle(graph.BytesBeforeSquashing) : null;
        bool isEveryWidthChecked = false;
        foreach (Tensor[] inputs in InputsOf(model, PixelRange.Of(file)))
        {
            Tensor[] expected = oracle.Run(inputs);
            Compare(expected, model.Run(inputs), inputs);
            Tensor[]? squashed = beforeSquashing?.Run(inputs);
            if (squashed is not null)
                ModelCheck.Equal(squashed, model.Run(inputs, graph.BeforeSquashing), Tolerance.Network, Describe(inputs));
            if (isEveryWidthChecked)
                continue;
            isEveryWidthChecked = true;
            foreach (InstructionSet instructionSet in Widths(model))
                Compare(expected, TestEngines.Get(instructionSet).Run(bytes, inputs), inputs);
            Compare(expected, TestEngines.Get(InstructionSets.Best, optimize: false).Run(bytes, inputs), inputs);
        }
    }

    private static IEnumerable<InstructionSet> Widths(InferenceModel model) =>
        InstructionSets.Available.Where(set => set != InstructionSets.Best && !(IsLarge(model) && set == InstructionSet.Scalar));

    // Half a million pixels: the whole would take a quarter of a minute.
    private static bool IsLarge(InferenceModel model) => model.Inputs[0].Shape.Dimensions!.Any(d => d.Value >= 720);

    private static IEnumerable<Tensor[]> InputsOf(InferenceModel model, PixelRange range)
    {
        IReadOnlyList<Dimension> first = model.Inputs[0].Shape.Dimensions!;
        bool isBatchFree = model.Inputs.All(input => input.Shape.Dimensions is [{ IsKnown: false }, ..]);
        bool isImage = first.Count == 4;
        yield return Noise(batch: 1, large: false);
        if (isImage)
            yield return Photos(batch: isBatchFree ? 3 : 1, large: false);
        else if (isBatchFree)
            yield return Noise(batch: 3, large: false);
        if (isBatchFree && !IsLarge(model))
            yield return Noise(batch: 8, large: false);
        if (isImage && first.Skip(1).Any(d => !d.IsKnown))
            yield return Photos(batch: 1, large: true);

        Tensor[] Noise(int batch, bool large) =>
            [.. model.Inputs.Select((input, i) => Sizes(input, batch) ?? range.Noise(ShapeOf(input, batch, large), 7 + i))];

        Tensor[] Photos(int batch, bool large) =>
            [.. model.Inputs.Select(input => Sizes(input, batch) ?? range.OfPhotos(ShapeOf(input, batch, large)))];
    }

    // Open heights and widths are multiples of 32, which networks with five halvings and a way back need.
    private static Shape ShapeOf(ModelValue input, int batch, bool large)
    {
        IReadOnlyList<Dimension> dimensions = input.Shape.Dimensions!;
        int height = dimensions is [_, _, _, { Value: 3 }] ? 1 : 2;
        return new Shape([.. dimensions.Select((d, axis) => d.Value ?? (axis == 0 ? batch
            : axis == height ? large ? 224 : 96
            : axis == height + 1 ? large ? 320 : 160
            : 3))]);
    }

    // The sizes of the pictures to which boxes are scaled.
    private static Tensor? Sizes(ModelValue input, int batch) => input.ElementType == ElementType.Int64
        ? Tensor.From<long>(new Shape(batch, 2), [.. Enumerable.Repeat(320L, 2 * batch)])
        : null;

    private static void Compare(Tensor[] expected, Tensor[] actual, Tensor[] inputs)
    {
        Assert.Equal(expected.Length, actual.Length);
        if (inputs.Any(t => t.ElementType == ElementType.Int64))
        {
            SameDetections(expected, actual, (int)inputs[0].Shape[0]);
            return;
        }

        for (int i = 0; i < expected.Length; i++)
        {
            string? difference = Tolerance.Network.Explain(expected[i], actual[i]);
            if (difference is not null && Tolerance.UnitFunction.Explain(expected[i], actual[i]) is not null)
                Assert.Fail($"{Describe(inputs)}: output {i}: {difference}");
        }
    }

    private static string Describe(Tensor[] inputs) => string.Join(", ", inputs.Select(t => t.ToString()));

    // Labels, boxes and scores behind TopK, where near ties change places: compared as sets.
    private static void SameDetections(Tensor[] expected, Tensor[] actual, int batch)
    {
        int rows = (int)expected[0].Shape[1];
        int found = 0;
        for (int image = 0; image < batch; image++)
        {
            HashSet<int> left = [.. Enumerable.Range(image * rows, rows)];
            for (int row = image * rows; row < (image + 1) * rows; row++)
            {
                if (left.FirstOrDefault(other => IsSame(expected, row, actual, other), -1) is not (>= 0 and var same))
                    continue;
                left.Remove(same);
                found++;
            }
        }

        // The last ones may be others.
        Assert.InRange(found, 0.99 * batch * rows, batch * rows);
    }

    private static bool IsSame(Tensor[] expected, int row, Tensor[] actual, int other)
    {
        if (expected[0].Span<long>()[row] != actual[0].Span<long>()[other]
            || Math.Abs(expected[2].Span<float>()[row] - actual[2].Span<float>()[other]) > 1e-4)
            return false;
        for (int i = 0; i < 4; i++)
        {
            if (Math.Abs(expected[1].Span<float>()[(4 * row) + i] - actual[1].Span<float>()[(4 * other) + i]) > 1e-4 * 320)
                return false;
        }

        return true;
    }

    /// <summary>Whether a file holds integers (<see cref="QuantizedModelTests"/>).</summary>
    internal static bool IsQuantised(string path) =>
        (path.Contains("/quantised/", StringComparison.Ordinal) && !path.EndsWith(".float.onnx", StringComparison.Ordinal))
        || path.Contains("_qdq", StringComparison.Ordinal) || path.Contains("_qoperator", StringComparison.Ordinal);
}
