using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Gradients;

/// <summary>
/// Gradients of the cases of <see cref="OperatorGradientTests"/> against central differences of the operators' definitions in double
/// precision, for each element of the input.
/// </summary>
internal static class DoubleDifferences
{
    private const double Step = 1e-5;

    private const float Epsilon = 1e-5f;

    private delegate NdArray Definition(NdArray x, Func<string, NdArray> of);

    private static readonly Dictionary<string, Dictionary<string, Definition>> Groups = new()
    {
        ["Conv"] = new()
        {
            ["Conv"] = (x, of) => ReferenceConv.Convolve(x, of("w"), null, new SlidingWindow(3, 3) { Pads = [1, 1, 1, 1] }),
            ["Conv, strides"] = (x, of) => ReferenceConv.Convolve(
                x, of("w"), null, new SlidingWindow(3, 3) { Strides = [2, 3], Pads = [1, 0, 1, 2] }),
            ["Conv, dilations"] = (x, of) => ReferenceConv.Convolve(
                x, of("w"), null, new SlidingWindow(2, 2) { Dilations = [2, 3], Pads = [1, 1, 1, 1] }),
            ["Conv, groups"] = (x, of) => ReferenceConv.Convolve(x, of("w"), null, new SlidingWindow(3, 3) { Pads = [1, 1, 0, 1] }, 2),
            ["Conv, depthwise"] = (x, of) => ReferenceConv.Convolve(x, of("w"), null, new SlidingWindow(3, 3) { Pads = [1, 1, 1, 1] }, 6),
            ["Conv, three axes"] = (x, of) => ReferenceConv.Convolve(
                x, of("w"), null, new SlidingWindow(3, 2, 2) { Pads = [1, 0, 1, 1, 1, 0] }),
        },
        ["ConvTranspose"] = new()
        {
            ["ConvTranspose"] = (x, of) => ReferenceConv.Transposed(
                x, of("w"), null, new SlidingWindow(3, 3) { Strides = [2, 2], Pads = [1, 1, 1, 1] }, [13, 15]),
            ["ConvTranspose, groups"] = (x, of) => ReferenceConv.Transposed(x, of("w"), null, new SlidingWindow(2, 3), [8, 10], 3),
        },
        ["Gemm, MatMul"] = new()
        {
            ["Gemm"] = (x, of) => ReferenceMatrix.Gemm(x, of("w"), of("c"), 0.5f, transposeB: true),
            ["Gemm, transposed"] = (x, of) => ReferenceMatrix.Gemm(x, of("w"), null, transposeA: true),
            ["MatMul, broadcast"] = (x, of) => ReferenceMatrix.MatMul(of("w"), x),
            ["MatMul, computed"] = (x, _) => ReferenceMatrix.MatMul(x, x),
        },
        ["MaxPool, GlobalMaxPool"] = new()
        {
            ["MaxPool, overlapping"] = (x, _) => ReferencePool.Max(
                x, new SlidingWindow(3, 3) { Strides = [2, 2], Pads = [1, 1, 1, 1] }),
            ["GlobalMaxPool"] = (x, _) => ReferenceReduction.Max(x, [2, 3]),
        },
        ["AveragePool, GlobalAveragePool"] = new()
        {
            ["AveragePool"] = (x, _) => ReferencePool.Average(x, new SlidingWindow(3, 2) { Strides = [2, 2], Pads = [1, 0, 1, 0] }),
            ["AveragePool, counting"] = (x, _) => ReferencePool.Average(x, new SlidingWindow(3, 3) { Pads = [1, 1, 1, 1] }, true),
            ["GlobalAveragePool"] = (x, _) => ReferenceReduction.Mean(x, [2, 3]),
        },
        ["BatchNormalization"] = new()
        {
            ["BatchNormalization"] = (x, of) => ReferenceNormalization.Batch(x, of("s"), of("b"), of("m"), of("v"), Epsilon),
        },
        ["InstanceNormalization, LayerNormalization"] = new()
        {
            ["InstanceNormalization"] = (x, of) => ReferenceNormalization.Instance(x, of("s"), of("b"), Epsilon),
            ["LayerNormalization"] = (x, of) => ReferenceSelection.Lines(x, 2, line => Normalized(line, of("s").Values, of("b").Values)),
        },
        ["LRN"] = new() { ["LRN"] = (x, _) => ReferenceNormalization.LocalResponse(x, 4, 0.5f, 0.75f, 1) },
        ["Softmax, LogSoftmax"] = new()
        {
            ["Softmax"] = (x, _) => ReferenceSoftmax.AlongAxis(x, -1),
            ["Softmax, channels"] = (x, _) => ReferenceSoftmax.AlongAxis(x, 1),
            ["LogSoftmax"] = (x, _) => ReferenceSoftmax.AlongAxis(x, -1).Select(Math.Log),
        },
        ["Add, Sub, Mul, Div, Pow"] = new()
        {
            ["Add, broadcast"] = (x, _) => ReferenceElementwise.Binary(ReferenceReduction.Mean(x, [0, 2]), x, (a, b) => a + b),
            ["Sub"] = (x, _) => x.Select(v => v - Math.Exp(v)),
            ["Mul"] = (x, _) => ReferenceElementwise.Binary(x, ReferenceReduction.Mean(x, [2, 3]), (a, b) => a * b),
            ["Div"] = (x, _) => x.Select(v => v / Math.Exp(v)),
            ["Pow"] = (x, _) => x.Select(v => Math.Pow(Math.Exp(v), 1.7f)),
        },
        ["Max, Min, Sum, Mean, Where, Clip, PRelu"] = new()
        {
            ["Max and Min"] = (x, of) => x.Select(v => Math.Min(Math.Max(v, -v), of("c").Values[0])),
            ["Sum and Mean"] = (x, _) => x.Select(v => (v + Math.Exp(v) + v + Math.Exp(v)) / 2),
            ["Where"] = (x, of) => x.Select(v => v > of("zero").Values[0] ? v : Math.Exp(v)),
            ["Clip"] = (x, of) => x.Select(v => Math.Clamp(v, of("a").Values[0], of("b").Values[0])),
            ["PRelu"] = (x, of) => ReferenceElementwise.Binary(x, of("s"), (v, slope) => v < 0 ? slope * v : v),
        },
        ["Functions of one value"] = new()
        {
            ["Relu"] = Of(v => Math.Max(v, 0)),
            ["LeakyRelu"] = Of(v => v < 0 ? 0.01f * v : v),
            ["Sigmoid"] = Of(Sigmoid),
            ["Tanh"] = Of(Math.Tanh),
            ["Elu"] = Of(v => v < 0 ? Math.Exp(v) - 1 : v),
            ["Softplus"] = Of(v => Math.Log(1 + Math.Exp(v))),
            ["Softsign"] = Of(v => v / (1 + Math.Abs(v))),
            ["Mish"] = Of(v => v * Math.Tanh(Math.Log(1 + Math.Exp(v)))),
            ["Gelu"] = Of(v => 0.5 * v * (1 + ReferenceElementwise.Erf(v / Math.Sqrt(2)))),
            ["HardSwish"] = Of(v => v * Math.Clamp((v / 6) + 0.5, 0, 1)),
            ["Exp"] = Of(Math.Exp),
            ["Erf"] = Of(ReferenceElementwise.Erf),
            ["Sin"] = Of(Math.Sin),
            ["Cos"] = Of(Math.Cos),
            ["Atan"] = Of(Math.Atan),
            ["Sinh"] = Of(Math.Sinh),
            ["Cosh"] = Of(Math.Cosh),
            ["Asinh"] = Of(Math.Asinh),
            ["Log"] = Of(v => Math.Log(Math.Exp(v))),
            ["Sqrt"] = Of(v => Math.Sqrt(Math.Exp(v))),
            ["Reciprocal"] = Of(v => 1 / Math.Exp(v)),
        },
        ["ReduceSum, -Mean, -SumSquare, -L2, -LogSumExp, -Max"] = new()
        {
            ["ReduceSum"] = (x, _) => ReferenceReduction.Sum(x, [1, 3], false),
            ["ReduceMean"] = (x, _) => ReferenceReduction.Mean(x, [2, 3]),
            ["ReduceSumSquare"] = (x, _) => ReferenceReduction.Sum(x.Select(v => v * v), [1]),
            ["ReduceL2"] = (x, _) => ReferenceReduction.Sum(x.Select(v => v * v), [1]).Select(Math.Sqrt),
            ["ReduceLogSumExp"] = (x, _) => ReferenceReduction.Sum(x.Select(Math.Exp), [1]).Select(Math.Log),
            ["ReduceMax"] = (x, _) => ReferenceReduction.Max(x, [1]),
        },
        ["Split, Slice, Expand, Reshape, DepthToSpace"] = new()
        {
            ["Split"] = (x, _) => ReferenceElementwise.Binary(
                ReferenceMovement.Slice(x, 1, 0, 3), ReferenceMovement.Slice(x, 1, 3, 6), (a, b) => a * Math.Exp(b)),
            ["Slice"] = (x, _) => ReferenceMovement.Slice(ReferenceMovement.Slice(x, 2, 1, 6), 3, -5, -1),
            ["Expand"] = (x, _) => ReferenceElementwise.Broadcast(x, new Shape(2, 3, 4, 5)),
            ["Reshape"] = (x, _) => x.Reshape(2, x.Shape.ElementCount / 2),
            ["DepthToSpace"] = (x, _) => ToSpace(x, (row, column, channel) => ((2 * row) + column) * 2 + channel),
            ["DepthToSpace, CRD"] = (x, _) => ToSpace(x, (row, column, channel) => (4 * channel) + (2 * row) + column),
        },
        ["Concat, Pad, Transpose, Gather"] = new()
        {
            ["Concat"] = (x, _) => ReferenceMovement.Concat(1, x, x.Select(Math.Exp), x),
            ["Pad"] = (x, _) => ReferenceMovement.Pad(x, [0, 0, 1, 2, 0, 0, -1, 1]),
            ["Transpose"] = (x, _) => ReferenceMovement.Transpose(x, 0, 2, 3, 1),
            ["Gather"] = (x, of) => ReferenceMovement.Gather(x, of("i"), 1),
        },
        ["Resize"] = new()
        {
            ["Resize, linear"] = (x, _) => new ReferenceResize { Mode = "linear" }.ByScales(x, 1, 1, 2, 1.5),
            ["Resize, nearest"] = (x, _) => new ReferenceResize().ByScales(x, 1, 1, 2, 3),
        },
    };

    public static IEnumerable<string> Names => Groups.Keys;

    /// <summary>The largest error of the cases of a group.</summary>
    public static GradientError Measure(string group) =>
        Groups[group].Select(entry => Measure(entry.Key, entry.Value)).Aggregate(GradientError.Worst);

    private static GradientError Measure(string name, Definition definition)
    {
        OnnxModelBuilder builder = OperatorGradientTests.Model(name);
        var constants = builder.Model.Graph.Initializer.ToDictionary(value => value.Name, value => NdArray.Of(OnnxTensors.Read(value)));
        using InferenceModel model = TestEngines.Best.Load(builder.Build(), $"{name}.onnx");
        Tensor input = OperatorGradientTests.Spread(model);
        CompiledPlan plan = model.CompileGradient([input.Shape], ["y"], ["x"], ["y"]);
        Tensor seed = new TensorRandom(17).Floats(plan.Inputs[^1].Shape, -1, 1);
        Tensor[] results = plan.Run([input, seed]);
        double[] weights = seed.ToDoubles();
        double[] expected = new double[input.Shape.ElementCount];
        for (int i = 0; i < expected.Length; i++)
        {
            double[] above = At(i, Step), below = At(i, -Step);
            for (int j = 0; j < weights.Length; j++)
                expected[i] += weights[j] * (above[j] - below[j]) / (2 * Step);
        }

        return GradientError.Of(expected, results[1].Span<float>());

        double[] At(int index, double by)
        {
            NdArray moved = input;
            moved.Values[index] += by;
            NdArray result = definition(moved, constant => constants[constant]);
            Assert.Equal(plan.Outputs[0].Shape, result.Shape);
            return result.Values;
        }
    }

    private static Definition Of(Func<double, double> function) => (x, _) => x.Select(function);

    // Eight channels become two of twice as many rows and columns: the channel of a place in a block of 2 x 2.
    private static NdArray ToSpace(NdArray x, Func<long, long, long, long> channel) => NdArray.Build(
        new Shape(x.Shape[0], 2, 2 * x.Shape[2], 2 * x.Shape[3]),
        at => x[at[0], channel(at[2] % 2, at[3] % 2, at[1]), at[2] / 2, at[3] / 2]);

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static double[] Normalized(double[] line, double[] scale, double[] bias)
    {
        double mean = line.Average();
        double deviation = Math.Sqrt(line.Average(value => (value - mean) * (value - mean)) + Epsilon);
        return [.. line.Select((value, i) => ((value - mean) / deviation * scale[i]) + bias[i])];
    }
}
