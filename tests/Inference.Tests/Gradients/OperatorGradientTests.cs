using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Gradients;

/// <summary>The rule of each operator against central differences.</summary>
public sealed class OperatorGradientTests
{
    private static readonly Dictionary<string, Func<OnnxModelBuilder>> Models = new()
    {
        ["Conv"] = () => Image().Weights("w", 5, 3, 3, 3).Node("Conv", ["x", "w"], ["y"], ("pads", new[] { 1, 1, 1, 1 })),
        ["Conv, bias, no pads"] = () => Image().Weights("w", 5, 3, 2, 3).Weights("b", 5).Node("Conv", ["x", "w", "b"], ["y"]),
        ["Conv, more padding than its reach"] = () =>
            Image().Weights("w", 2, 3, 1, 1).Node("Conv", ["x", "w"], ["y"], ("pads", new[] { 1, 2, 0, 1 })),
        ["Conv, strides"] = () => Image().Weights("w", 4, 3, 3, 3)
            .Node("Conv", ["x", "w"], ["y"], ("strides", new[] { 2, 3 }), ("pads", new[] { 1, 0, 1, 2 })),
        ["Conv, a stride, few channels"] = () => Image().Weights("w", 4, 3, 7, 5)
            .Node("Conv", ["x", "w"], ["y"], ("strides", new[] { 2, 2 }), ("pads", new[] { 3, 2, 3, 2 })),
        ["Conv, a stride, a picture"] = () => Image().Weights("w", 16, 3, 7, 5)
            .Node("Conv", ["x", "w"], ["y"], ("strides", new[] { 2, 2 }), ("pads", new[] { 3, 2, 3, 2 })),
        ["Conv, strides, a picture"] = () => Image().Weights("w", 32, 3, 2, 3)
            .Node("Conv", ["x", "w"], ["y"], ("strides", new[] { 3, 2 }), ("pads", new[] { 0, 2, 1, 0 })),
        ["Conv, a stride, many channels"] = () => Image(17).Weights("w", 4, 17, 3, 3)
            .Node("Conv", ["x", "w"], ["y"], ("strides", new[] { 2, 2 }), ("pads", new[] { 1, 1, 1, 1 })),
        ["Conv, a stride, uneven pads"] = () => Image(17).Weights("w", 4, 17, 3, 4)
            .Node("Conv", ["x", "w"], ["y"], ("strides", new[] { 2, 2 }), ("pads", new[] { 0, 2, 1, 0 })),
        ["Conv, a stride beyond the kernel"] = () => Image(9).Weights("w", 4, 9, 1, 2)
            .Node("Conv", ["x", "w"], ["y"], ("strides", new[] { 3, 3 }), ("pads", new[] { 0, 1, 0, 0 })),
        ["Conv, a stride, patches"] = () => Image(6).Weights("w", 4, 6, 3, 3).Node("Conv", ["x", "w"], ["y"], ("strides", new[] { 3, 3 })),
        ["Conv, a stride, one pixel"] = () => Image(24).Weights("w", 4, 24, 1, 1)
            .Node("Conv", ["x", "w"], ["y"], ("strides", new[] { 2, 2 })),
        ["Conv, a stride and padding that windows do not reach"] = () => Image().Weights("w", 4, 3, 2, 2)
            .Node("Conv", ["x", "w"], ["y"], ("strides", new[] { 2, 2 }), ("pads", new[] { 2, 0, 4, 5 })),
        ["Conv, dilations"] = () => Image().Weights("w", 4, 3, 2, 2)
            .Node("Conv", ["x", "w"], ["y"], ("dilations", new[] { 2, 3 }), ("pads", new[] { 1, 1, 1, 1 })),
        ["Conv, groups"] = () => Image(6).Weights("w", 4, 3, 3, 3)
            .Node("Conv", ["x", "w"], ["y"], ("group", 2), ("pads", new[] { 1, 1, 0, 1 })),
        ["Conv, groups and strides"] = () => Image(6).Weights("w", 4, 3, 3, 3)
            .Node("Conv", ["x", "w"], ["y"], ("group", 2), ("strides", new[] { 2, 2 })),
        ["Conv, depthwise"] = () => Image(6).Weights("w", 6, 1, 3, 3)
            .Node("Conv", ["x", "w"], ["y"], ("group", 6), ("pads", new[] { 1, 1, 1, 1 })),
        ["Conv, depthwise with strides"] = () => Image(6).Weights("w", 6, 1, 3, 3)
            .Node("Conv", ["x", "w"], ["y"], ("group", 6), ("pads", new[] { 1, 1, 1, 1 }), ("strides", new[] { 2, 2 })),
        ["Conv, one axis"] = () => Input(2, 3, 11).Weights("w", 4, 3, 3).Node("Conv", ["x", "w"], ["y"], ("strides", new[] { 2 })),
        ["Conv, three axes"] = () => Input(1, 2, 5, 6, 4).Weights("w", 3, 2, 3, 2, 2)
            .Node("Conv", ["x", "w"], ["y"], ("pads", new[] { 1, 0, 1, 1, 1, 0 })),
        ["ConvTranspose"] = () => Image().Weights("w", 3, 4, 3, 3)
            .Node("ConvTranspose", ["x", "w"], ["y"], ("strides", new[] { 2, 2 }), ("pads", new[] { 1, 1, 1, 1 })),
        ["ConvTranspose, groups"] = () => Image(6).Weights("w", 6, 2, 2, 3).Node("ConvTranspose", ["x", "w"], ["y"], ("group", 3)),
        ["Gemm"] = () => Input(3, 7).Weights("w", 5, 7).Weights("c", 5)
            .Node("Gemm", ["x", "w", "c"], ["y"], ("transB", 1), ("alpha", 0.5f)),
        ["Gemm, transposed"] = () => Input(7, 3).Weights("w", 7, 5).Node("Gemm", ["x", "w"], ["y"], ("transA", 1)),
        ["Gemm, computed"] = () => Input(4, 4).Node("Gemm", ["x", "x", "x"], ["y"], ("transB", 1), ("beta", 2f)),
        ["MatMul"] = () => Input(2, 3, 7).Weights("w", 7, 5).Node("MatMul", ["x", "w"], ["y"]),
        ["MatMul, broadcast"] = () => Input(3, 4).Weights("w", 2, 5, 3).Node("MatMul", ["w", "x"], ["y"]),
        ["MatMul, computed"] = () => Input(2, 4, 4).Node("MatMul", ["x", "x"], ["y"]),
        ["MaxPool"] = () => Image().Node("MaxPool", "x", "y", ("kernel_shape", new[] { 2, 2 }), ("strides", new[] { 2, 2 })),
        ["MaxPool, overlapping"] = () => Image().Node(
            "MaxPool", "x", "y", ("kernel_shape", new[] { 3, 3 }), ("strides", new[] { 2, 2 }), ("pads", new[] { 1, 1, 1, 1 })),
        ["MaxPool, dilated"] = () => Image(19).Node(
            "MaxPool", "x", "y", ("kernel_shape", new[] { 2, 3 }), ("dilations", new[] { 2, 1 }), ("pads", new[] { 1, 0, 0, 2 })),
        ["MaxPool, one axis"] = () => Input(2, 3, 11).Node("MaxPool", "x", "y", ("kernel_shape", new[] { 3 }), ("ceil_mode", 1)),
        ["MaxPool, three axes"] = () => Input(2, 3, 5, 6, 4).Node(
            "MaxPool", "x", "y", ("kernel_shape", new[] { 3, 2, 2 }), ("strides", new[] { 1, 2, 1 }), ("pads", new[] { 1, 0, 1, 1, 0, 0 })),
        ["AveragePool, halves"] = () => Image().Node(
            "AveragePool", "x", "y", ("kernel_shape", new[] { 2, 2 }), ("strides", new[] { 2, 2 })),
        ["AveragePool"] = () => Image().Node(
            "AveragePool", "x", "y", ("kernel_shape", new[] { 3, 2 }), ("strides", new[] { 2, 2 }), ("pads", new[] { 1, 0, 1, 0 })),
        ["AveragePool, counting"] = () => Image().Node(
            "AveragePool", "x", "y", ("kernel_shape", new[] { 3, 3 }), ("pads", new[] { 1, 1, 1, 1 }), ("count_include_pad", 1)),
        ["AveragePool, ceil"] = () => Image().Node(
            "AveragePool", "x", "y", ("kernel_shape", new[] { 3, 3 }), ("strides", new[] { 2, 2 }), ("ceil_mode", 1)),
        ["GlobalAveragePool"] = () => Image().Node("GlobalAveragePool", "x", "y"),
        ["GlobalMaxPool"] = () => Image().Node("GlobalMaxPool", "x", "y"),
        ["BatchNormalization"] = () => Image().Weights("s", 3).Weights("b", 3).Weights("m", 3).Positive("v", 3)
            .Node("BatchNormalization", ["x", "s", "b", "m", "v"], ["y"]),
        ["InstanceNormalization"] = () => Image().Weights("s", 3).Weights("b", 3).Node("InstanceNormalization", ["x", "s", "b"], ["y"]),
        ["LayerNormalization"] = () => Input(2, 3, 8).Weights("s", 8).Weights("b", 8).Node("LayerNormalization", ["x", "s", "b"], ["y"]),
        ["LRN"] = () => Image(6).Node("LRN", "x", "y", ("size", 4), ("alpha", 0.5f), ("beta", 0.75f)),
        ["Add, broadcast"] = () => Image().Node("ReduceMean", "x", "m", ("axes", new[] { 0, 2 })).Node("Add", ["m", "x"], ["y"]),
        ["Sub"] = () => Image().Node("Exp", "x", "e").Node("Sub", ["x", "e"], ["y"]),
        ["Mul"] = () => Image().Node("GlobalAveragePool", "x", "g").Node("Mul", ["x", "g"], ["y"]),
        ["Div"] = () => Image().Node("Exp", "x", "e").Node("Div", ["x", "e"], ["y"]),
        ["Pow"] = () => Image().Node("Exp", "x", "e").Scalar("p", 1.7f).Node("Pow", ["e", "p"], ["y"]),
        ["Sum and Mean"] = () => Image().Node("Exp", "x", "e").Node("Sum", ["x", "e", "x"], ["s"]).Node("Mean", ["s", "e"], ["y"]),
        ["Max and Min"] = () => Image().Node("Neg", "x", "n").Scalar("c", 0.39285714f)
            .Node("Max", ["x", "n"], ["a"]).Node("Min", ["a", "c"], ["y"]),
        ["Concat"] = () => Image().Node("Exp", "x", "e").Node("Concat", ["x", "e", "x"], ["y"], ("axis", 1)),
        ["Split"] = () => Image(6).Node("Split", ["x"], ["a", "b"], ("axis", 1)).Node("Exp", "b", "e").Node("Mul", ["a", "e"], ["y"]),
        ["Split, one part"] = () => Image(6).Node("Split", ["x"], ["y", "b"], ("axis", 1)),
        ["Slice"] = () => Image().Integers("s", 1, -5).Integers("e", 6, -1).Integers("a", 2, 3).Node("Slice", ["x", "s", "e", "a"], ["y"]),
        ["Pad"] = () => Image().Integers("p", 0, 0, 1, 2, 0, 0, -1, 1).Node("Pad", ["x", "p"], ["y"]),
        ["Transpose"] = () => Image().Node("Transpose", "x", "y", ("perm", new[] { 0, 2, 3, 1 })),
        ["Reshape"] = () => Image().Integers("s", 2, -1).Node("Reshape", ["x", "s"], ["y"]),
        ["Flatten"] = () => Image().Node("Flatten", "x", "y"),
        ["Expand"] = () => Input(2, 3, 1, 1).Integers("s", 2, 3, 4, 5).Node("Expand", ["x", "s"], ["y"]),
        ["Where"] = () => Image().Scalar("zero", 0.10714286f)
            .Node("Greater", ["x", "zero"], ["c"]).Node("Exp", "x", "e").Node("Where", ["c", "x", "e"], ["y"]),
        ["Softmax"] = () => Input(3, 7).Node("Softmax", "x", "y"),
        ["Softmax, channels"] = () => Image().Node("Softmax", "x", "y", ("axis", 1)),
        ["LogSoftmax"] = () => Input(3, 7).Node("LogSoftmax", "x", "y"),
        ["ReduceSum"] = () => Image().Integers("a", 1, 3).Node("ReduceSum", ["x", "a"], ["y"], ("keepdims", 0)),
        ["ReduceMean"] = () => Image().Node("ReduceMean", "x", "y", ("axes", new[] { 2, 3 })),
        ["ReduceL2"] = () => Image().Node("ReduceL2", "x", "y", ("axes", new[] { 1 })),
        ["ReduceSumSquare"] = () => Image().Node("ReduceSumSquare", "x", "y", ("axes", new[] { 1 })),
        ["ReduceLogSumExp"] = () => Image().Node("ReduceLogSumExp", "x", "y", ("axes", new[] { 1 })),
        ["ReduceMax"] = () => Image().Node("ReduceMax", "x", "y", ("axes", new[] { 1 })),
        ["Gather"] = () => Image().Integers("i", 2, 0, 2, -1).Node("Gather", ["x", "i"], ["y"], ("axis", 1)),
        ["Resize, linear"] = () => Image().Floats("s", 1, 1, 2, 1.5f)
            .Node("Resize", ["x", "", "s"], ["y"], ("mode", "linear")),
        ["Resize, nearest"] = () => Image().Floats("s", 1, 1, 2, 3).Node("Resize", ["x", "", "s"], ["y"]),
        ["DepthToSpace"] = () => Image(8).Node("DepthToSpace", "x", "y", ("blocksize", 2)),
        ["DepthToSpace, CRD"] = () => Image(8).Node("DepthToSpace", "x", "y", ("blocksize", 2), ("mode", "CRD")),
        ["PRelu"] = () => Image().Weights("s", 3, 1, 1).Node("PRelu", ["x", "s"], ["y"]),
        ["Clip"] = () => Image().Scalar("a", -0.5f).Scalar("b", 0.60714286f).Node("Clip", ["x", "a", "b"], ["y"]),
    };

    private static readonly string[] Functions =
    [
        "Relu", "LeakyRelu", "Sigmoid", "Tanh", "HardSigmoid", "HardSwish", "Elu", "Selu", "Celu", "Softplus", "Softsign", "Mish", "Gelu",
        "Exp", "Neg", "Abs", "Erf", "Sin", "Cos", "Atan", "Sinh", "Cosh", "Asinh", "ThresholdedRelu", "Identity", "Dropout",
    ];

    private static readonly string[] OfPositive = ["Log", "Sqrt", "Reciprocal"];

    public static TheoryData<string> Names() => [.. Models.Keys];

    public static TheoryData<string> FunctionNames() => [.. Functions, .. OfPositive];

    [Theory]
    [MemberData(nameof(Names))]
    [MemberData(nameof(FunctionNames))]
    public void A_gradient_is_the_limit_of_differences(string name)
    {
        using InferenceModel model = TestEngines.Best.Load(Model(name).Build(), $"{name}.onnx");
        Tensor input = Spread(model);
        double step = Math.Min(1e-2, 0.4 * 3 / input.Shape.ElementCount);
        GradientCheck.Input(model, [input], "y", step: step, tolerance: 2e-2, who: name);
    }

    /// <summary>The model of an operator's case: "x" in, "y" out.</summary>
    internal static OnnxModelBuilder Model(string name) => (
        Models.TryGetValue(name, out Func<OnnxModelBuilder>? build) ? build()
        : OfPositive.Contains(name) ? Image().Node("Exp", "x", "e").Node(name, "e", "y")
        : Image().Node(name, "x", "y")).Output("y");

    /// <summary>
    /// An input of values that are far from each other and from 0, compared with a step, so that no maximum and no corner is crossed.
    /// </summary>
    internal static Tensor Spread(InferenceModel model)
    {
        var shape = new Shape([.. model.Inputs[0].Shape.Dimensions!.Select(d => d.Value!.Value)]);
        long count = shape.ElementCount;
        return Tensor.From<float>(
            shape, [.. Enumerable.Range(0, (int)count).Select(i => (((i * 7919 % count) + 0.5f) / count * 3) - 1.5f)]);
    }

    private static OnnxModelBuilder Image(int channels = 3) => Input(1, channels, 7, 8);

    private static OnnxModelBuilder Input(params long[] shape) =>
        new OnnxModelBuilder(20).Input("x", [.. shape.Select(extent => (Dimension)extent)]);
}

/// <summary>Constants for models of these tests.</summary>
file static class GradientModels
{
    public static OnnxModelBuilder Weights(this OnnxModelBuilder builder, string name, params long[] shape) =>
        builder.Initializer(name, new TensorRandom(name[0]).Floats(new Shape(shape), -1, 1));

    public static OnnxModelBuilder Positive(this OnnxModelBuilder builder, string name, params long[] shape) =>
        builder.Initializer(name, new TensorRandom(name[0]).Floats(new Shape(shape), 0.5f, 2));

    public static OnnxModelBuilder Scalar(this OnnxModelBuilder builder, string name, float number) =>
        builder.Initializer(name, Tensor.From<float>(Shape.Scalar, [number]));

    public static OnnxModelBuilder Floats(this OnnxModelBuilder builder, string name, params float[] numbers) =>
        builder.Initializer(name, Tensor.From<float>(new Shape(numbers.Length), numbers));

    public static OnnxModelBuilder Integers(this OnnxModelBuilder builder, string name, params long[] numbers) =>
        builder.Initializer(name, Tensor.From<long>(new Shape(numbers.Length), numbers));
}
