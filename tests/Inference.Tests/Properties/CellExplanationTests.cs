using CsCheck;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Properties;

/// <summary>The arithmetic of a cell adds up to its value, but for rounding.</summary>
public sealed class CellExplanationTests
{
    /// <summary>
    /// The difference between a value and the direct sum, as a part of the sum of the magnitudes of all products: that of Winograd's
    /// algorithm on tiles of 6 by 6 pixels is the largest.
    /// </summary>
    private const double Bound = 2e-5;

    [Fact]
    public void Cells_of_every_layer_of_random_networks() => Gen.Int[0, 1_000_000].Sample(
        seed =>
        {
            RandomNetworks network = RandomNetworks.Create(seed);
            CheckEveryLayer(network.Model, network.Images(2, seed), seed, 3);
        },
        iter: 60,
        threads: 1);

    [Fact]
    public void Cells_of_every_layer_of_random_windows() => Gen.Int[0, 1_000_000].Sample(
        seed =>
        {
            WindowNetworks network = WindowNetworks.Create(seed);
            CheckEveryLayer(network.Model, new TensorRandom(seed).Floats(network.Image), seed, 6);
        },
        iter: 150,
        threads: 1);

    [Theory]
    [InlineData("models/squeezenet1.1.onnx", new long[] { 1, 3, 224, 224 })]
    [InlineData("models/mobilenet_v2.onnx", new long[] { 1, 3, 224, 224 })]
    [InlineData("models/resnet20-cifar10.onnx", new long[] { 1, 3, 32, 32 })]
    [InlineData("models/mnist-8/model.onnx", new long[] { 1, 1, 28, 28 })]
    [InlineData("models/superres-10/model.onnx", new long[] { 1, 1, 224, 224 })]
    [InlineData("models/ppocr_cls.onnx", new long[] { 1, 3, 48, 192 })]
    public void Cells_of_every_layer_of_real_networks(string file, long[] shape) =>
        CheckEveryLayer(File.ReadAllBytes(TestData.Find(file)), new TensorRandom(3).Floats(shape), 3, 2, explainsAll: true);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Convolutions_of_one_and_three_axes(int axes)
    {
        var random = new TensorRandom(axes);
        long[] spatial = [.. Enumerable.Repeat(6L, axes)], kernel = [.. Enumerable.Repeat(3L, axes)];
        int[] pads = [.. Enumerable.Repeat(1, 2 * axes)];
        byte[] bytes = new OnnxModelBuilder(17).Input("x", [1, 4, .. spatial.Select(extent => (Dimension)extent)])
            .Initializer("w", random.Floats([6, 2, .. kernel])).Initializer("b", random.Floats(6))
            .Initializer("t", random.Floats([6, 3, .. kernel]))
            .Node("Conv", ["x", "w", "b"], ["conv"], ("pads", pads), ("group", 2))
            .Node("MaxPool", ["conv"], ["pool"], ("kernel_shape", kernel), ("pads", pads))
            .Node("AveragePool", ["pool"], ["mean"], ("kernel_shape", kernel), ("pads", pads), ("count_include_pad", 1))
            .Node("ConvTranspose", ["mean", "t"], ["y"], ("strides", Enumerable.Repeat(2, axes).ToArray())).Output("y").Build();
        CheckEveryLayer(bytes, random.Floats([1, 4, .. spatial]), 1, 40);
    }

    [Fact]
    public void Functions_reductions_and_normalisations()
    {
        var random = new TensorRandom(9);
        OnnxModelBuilder builder = new OnnxModelBuilder(18).Input("x", 1, 6, 5, 4)
            .Initializer("s", random.Floats(6)).Initializer("b", random.Floats(6)).Initializer("v", random.Floats(new Shape(6), 0.5f, 2))
            .Initializer("r", random.Floats(5, 4)).Initializer("one", TestTensors.Int64s(1)).Initializer("g", random.Floats(2))
            .Initializer("axes", TestTensors.Int64s(2, 3)).Initializer("two", TestTensors.Float(2))
            .Node("BatchNormalization", ["x", "s", "b", "b", "v"], ["bn"]).Node("InstanceNormalization", ["x", "s", "b"], ["in"])
            .Node("GroupNormalization", ["x", "g", "g"], ["gn"], ("num_groups", 2))
            .Node("LayerNormalization", ["x", "r", "r"], ["ln"], ("axis", 2)).Node("LRN", ["x"], ["lrn"], ("size", 3))
            .Node("ReduceMean", ["x", "axes"], ["mean"]).Node("ReduceSum", ["x", "one"], ["sum"], ("keepdims", 0))
            .Node("ReduceMax", ["x", "axes"], ["max"]).Node("Softmax", ["x"], ["softmax"], ("axis", 1)).Node("LogSoftmax", ["x"], ["log"])
            .Node("ArgMax", ["x"], ["best"], ("axis", 1)).Node("Sub", ["x", "r"], ["sub"]).Node("Div", ["x", "two"], ["div"])
            .Node("Max", ["x", "r", "two"], ["largest"]).Node("Mean", ["x", "r", "two"], ["average"]).Node("HardSigmoid", "x", "hard")
            .Node("Sigmoid", "bn", "sigmoid").Node("GlobalMaxPool", "x", "global").Node("Cast", "best", "cast", ("to", 1))
            .Node("Sum", ["x", "x", "r"], ["three"]);
        string[] layers =
        [
            "bn", "in", "gn", "ln", "lrn", "mean", "sum", "max", "softmax", "log", "best", "sub", "div", "largest", "average", "hard",
            "sigmoid", "global", "cast", "three",
        ];
        foreach (string layer in layers)
            builder.Output(layer, layer == "best" ? ElementType.Int64 : ElementType.Float32);
        CheckEveryLayer(builder.Build(), random.Floats(1, 6, 5, 4), 1, 20, explainsAll: true);
    }

    [Fact]
    public void An_activation_shows_the_sum_in_front_of_it()
    {
        byte[] bytes = new OnnxModelBuilder().Input("x", 1, 1, 3, 3)
            .Initializer("w", TestTensors.Floats(new Shape(1, 1, 2, 2), 1, -2, 3, -4))
            .Initializer("b", TestTensors.Floats(0.5f)).Node("Conv", ["x", "w", "b"], ["c"], ("pads", new[] { 1, 1, 0, 0 }))
            .Node("Relu", "c", "y").Output("y").Build();
        using InferenceModel model = TestEngines.Best.Load(bytes, "relu.onnx");
        Tensor x = TestTensors.Floats(new Shape(1, 1, 3, 3), 1, 2, 3, 4, 5, 6, 7, 8, 9);
        CellExplanation cell = model.OpenCells([x.Shape], "y").Read([x]).Explain([0, 0, 0, 1])!;
        CellTerm term = Assert.Single(cell.Terms);
        Assert.Equal((-1, 0), (term.Top, term.Left));
        Assert.Equal([[null, null], [1, 2]], term.Values);
        Assert.Equal([[1, -2], [3, -4]], term.Weights!);
        Assert.Equal((-5d, 0.5, -4.5, -4.5), (term.Sum!.Value, cell.Bias!.Value, cell.Sum!.Value, cell.Single));
        Assert.Equal(new CellActivation("Relu", -4.5, 0), cell.Activation);
        Assert.Equal((0d, 0d), (cell.Value, cell.Difference));
    }

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(ObservedRunTests.QuantizedFiles), MemberType = typeof(ObservedRunTests))]
    public void Cells_of_quantised_networks(string file)
    {
        byte[] bytes = File.ReadAllBytes(TestData.Find(file));
        using InferenceModel model = TestEngines.Best.Load(bytes, file);
        Shape shape = new([.. model.Inputs[0].Shape.Dimensions!.Select(d => d.Value ?? 1)]);
        ElementType type = model.Inputs[0].ElementType;
        CheckEveryLayer(bytes, new TensorRandom(5).Any(type, shape, 0, type == ElementType.Float32 ? 1 : 255), 1, 1);
    }

    [Fact]
    public void An_operator_without_arithmetic_says_so()
    {
        byte[] bytes = new OnnxModelBuilder().Input("x", 1, 1, 4, 4).Initializer("k", TestTensors.Int64s(2))
            .Node("TopK", ["x", "k"], ["v", "i"]).Output("v").Build();
        using InferenceModel model = TestEngines.Best.Load(bytes, "topk.onnx");
        CellProbe probe = model.OpenCells([new Shape(1, 1, 4, 4)], "v");
        Assert.Null(probe.Read([new TensorRandom(1).Floats(1, 1, 4, 4)]).Explain([0, 0, 0, 0]));
        Assert.Contains("TopK", probe.WhyNot, StringComparison.Ordinal);
    }

    private static void CheckEveryLayer(byte[] bytes, Tensor image, int seed, int cells, bool explainsAll = false)
    {
        using InferenceModel model = TestEngines.Best.Load(bytes, "test.onnx");
        var random = new Random(seed);
        foreach (LayerInfo layer in model.DescribeLayers([image.Shape]).Where(layer => layer.Shape.ElementCount > 0))
        {
            CellProbe probe = model.OpenCells([image.Shape], layer.Name);
            CellReading reading = probe.Read([image]);
            for (int i = 0; i < cells; i++)
            {
                long[] index = [.. layer.Shape.Select(extent => random.NextInt64(extent))];
                CellExplanation? cell = reading.Explain(index);
                string where = $"{layer.Operator} {layer.Name} [{string.Join(',', index)}] of seed {seed}";
                if (cell is null)
                    Assert.False(explainsAll, $"No explanation: {where}");
                else
                    Check(cell, reading.ValueOf(index), layer, where);
            }
        }
    }

    private static void Check(CellExplanation cell, double value, LayerInfo layer, string where)
    {
        Assert.True(cell.Value.Equals(value), where);
        double magnitude = Math.Abs(cell.Bias ?? 0) + Math.Abs(cell.Single);
        foreach (CellTerm term in cell.Terms)
        {
            double sum = 0;
            for (int row = 0; row < term.Values.Count; row++)
            {
                for (int column = 0; column < term.Values[row].Count; column++)
                {
                    double product = (term.Values[row][column] ?? 0) * (term.Weights?[row][column] ?? 1);
                    sum += product;
                    magnitude += Math.Abs(product);
                }
            }

            bool isWhole = cell.Kind is ExplanationKind.Sum or ExplanationKind.Mean && term.Values.Sum(row => row.Count) < 4096;
            if (isWhole && term.Sum is { } expected)
                Assert.True(Math.Abs(sum - expected) <= 1e-9 * (magnitude + 1e-30), $"A term adds {sum}, and says {expected}: {where}");
        }

        if (cell.Sum is { } total)
        {
            double listed = cell.Terms.Sum(term => term.Sum ?? 0) + (cell.Omitted?.Sum ?? 0) + (cell.Bias ?? 0);
            Assert.True(Math.Abs(listed - total) <= 1e-9 * (magnitude + 1e-30), $"Terms add {listed}, the sum says {total}: {where}");
            magnitude += Math.Abs(total);
        }

        if (cell.Chosen is { } chosen && layer.Operator is "MaxPool" or "GlobalMaxPool" or "ReduceMax")
        {
            double? best = cell.Terms[cell.Chosen!.Term].Values[cell.Chosen.Row][cell.Chosen.Column];
            Assert.True(cell.Terms.All(term => term.Values.All(row => row.All(v => v is null || v <= best))), $"Not largest: {where}");
            Assert.True(best == cell.Value, $"The chosen value {best} is not {cell.Value}: {where}");
        }

        // The rounding of a quantised sum may go to the other of two neighbours.
        double step = layer.ElementType is ElementType.UInt8 or ElementType.Int8 ? 1 : 0;
        Assert.True(
            Math.Abs(cell.Difference) <= step + (Bound * magnitude) + 1e-6,
            $"{cell.Value} is {cell.Difference} from {cell.Single}, terms of {magnitude}: {where}");
    }
}
