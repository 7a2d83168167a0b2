using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Graphs;

/// <summary>
/// For operators, all that make a claim among them, graphs in which a node of it writes %y from %p, a map of shape [2,4,5,3] that lies in
/// channels-last order, or from the other inputs: %q like %p, %f [6,4] and the integers %i [2,4].
/// </summary>
internal static class OperatorExamples
{
    private static readonly (string, object) Pixel = ("kernel_shape", new[] { 1, 1 });

    /// <summary>The graphs by operator.</summary>
    public static IReadOnlyDictionary<string, Func<OnnxModelBuilder, OnnxModelBuilder>[]> All { get; } =
        new Dictionary<string, Func<OnnxModelBuilder, OnnxModelBuilder>[]>
        {
            ["Abs"] = [Of("Abs", "p")],
            ["Acos"] = [Of("Acos", "p")],
            ["Acosh"] = [Of("Acosh", "p")],
            ["Add"] = [
                Of("Add", "p", "q"), Of("Add", "p", "channels"), Of("Add", "row", "f"), Of("Add", "p", "three"), Of("Add", "i", "i")],
            ["Affine"] = [Of("Affine", "p")],
            ["Asin"] = [Of("Asin", "p")],
            ["Asinh"] = [Of("Asinh", "p")],
            ["Atan"] = [Of("Atan", "p")],
            ["Atanh"] = [Of("Atanh", "p")],
            ["AveragePool"] = [b => b.Node("AveragePool", "p", "y", Pixel)],
            ["BatchNormalization"] =
            [Of("BatchNormalization", "p", "row", "row", "row", "row"), Of("BatchNormalization", "f", "row", "row", "row", "row")],
            ["BitCast"] =
            [
                b => b.Node("BitCast", "p", "y", ("to", (int)ElementType.Int32)),
                b => b.Node("BitCast", "p", "y", ("to", (int)ElementType.Float32)),
            ],
            ["BitwiseAnd"] = [Of("BitwiseAnd", "i", "last")],
            ["BitwiseNot"] = [Of("BitwiseNot", "i")],
            ["BitwiseOr"] = [Of("BitwiseOr", "i", "last")],
            ["BitwiseXor"] = [Of("BitwiseXor", "i", "last")],
            ["Cast"] =
            [Cast("p", ElementType.Float32), Cast("i", ElementType.Int64), Cast("p", ElementType.Int32), Cast("i", ElementType.Float32)],
            ["CastLike"] = [Of("CastLike", "p", "q"), Of("CastLike", "p", "last")],
            ["Ceil"] = [Of("Ceil", "p")],
            ["Celu"] = [Of("Celu", "p")],
            ["Clip"] = [Of("Clip", "p", "", "three"), Of("Clip", "p", "three", ""), Of("Clip", "p")],
            ["Concat"] =
            [Concat(
                1, "p"), Concat(0, "p", "q"), Concat(1, "p", "q", "p"), Concat(-1, "p", "q"), Concat(2, "q", "p"), Concat(1, "f", "f"),
                Concat(0, "i", "i")],
            ["Constant"] = [b => b.Node("Constant", [], ["y"], ("value", TestTensors.Floats(1, 2)))],
            ["ConstantOfShape"] = [Of("ConstantOfShape", "shape")],
            ["Conv"] = [Of("Conv", "p", "kernel")],
            ["ConvTranspose"] = [Of("ConvTranspose", "p", "kernel")],
            ["Cos"] = [Of("Cos", "p")],
            ["Cosh"] = [Of("Cosh", "p")],
            ["DepthToSpace"] = [b => b.Node("DepthToSpace", "p", "y", ("blocksize", 2))],
            ["Div"] = [
            Of("Div", "p", "q"), Of("Div", "p", "channels"), Of("Div", "channels", "p"), Of("Div", "f", "row"), Of("Div", "f", "three")],
            ["Dropout"] = [Of("Dropout", "p"), b => b.Node("Dropout", ["f"], ["y", "mask"])],
            ["Elu"] = [Of("Elu", "p")],
            ["Erf"] = [Of("Erf", "p")],
            ["Exp"] = [Of("Exp", "p")],
            ["Flatten"] = [Flatten("p", 1), Flatten("p", 0), Flatten("p", 3), Flatten("p", -1), Flatten("f", 1), Flatten("i", 0)],
            ["Floor"] = [Of("Floor", "p")],
            ["Gather"] = [b => b.Node("Gather", ["p", "last"], ["y"], ("axis", 1))],
            ["Gelu"] = [Of("Gelu", "p")],
            ["Gemm"] = [Of("Gemm", "f", "square", "row")],
            ["GlobalAveragePool"] = [Of("GlobalAveragePool", "p")],
            ["GlobalLpPool"] = [Of("GlobalLpPool", "p")],
            ["GlobalMaxPool"] = [Of("GlobalMaxPool", "p")],
            ["Greater"] = [Of("Greater", "p", "q"), Of("Greater", "p", "channels")],
            ["GreaterOrEqual"] = [Of("GreaterOrEqual", "p", "q"), Of("GreaterOrEqual", "p", "channels")],
            ["HardSigmoid"] = [Of("HardSigmoid", "p")],
            ["HardSwish"] = [Of("HardSwish", "p")],
            ["Identity"] = [Of("Identity", "p"), Of("Identity", "i")],
            ["InstanceNormalization"] = [Of("InstanceNormalization", "p", "row", "row")],
            ["LayerNormalization"] = [Of("LayerNormalization", "f", "row", "row")],
            ["LeakyRelu"] = [Of("LeakyRelu", "p")],
            ["Less"] = [Of("Less", "p", "q"), Of("Less", "p", "channels")],
            ["LessOrEqual"] = [Of("LessOrEqual", "p", "q"), Of("LessOrEqual", "p", "channels")],
            ["Log"] = [Of("Log", "p")],
            ["LRN"] = [b => b.Node("LRN", "p", "y", ("size", 3))],
            ["LpPool"] = [b => b.Node("LpPool", "p", "y", Pixel)],
            ["MatMul"] = [Of("MatMul", "f", "square")],
            ["Max"] = [Of("Max", "p"), Of("Max", "p", "q"), Of("Max", "p", "channels", "q")],
            ["MaxPool"] = [b => b.Node("MaxPool", "p", "y", Pixel)],
            ["Mean"] = [Of("Mean", "p"), Of("Mean", "p", "q"), Of("Mean", "p", "channels", "q")],
            ["Min"] = [Of("Min", "p"), Of("Min", "p", "q"), Of("Min", "p", "channels", "q")],
            ["Mish"] = [Of("Mish", "p")],
            ["Mod"] = [b => b.Node("Mod", ["p", "three"], ["y"], ("fmod", 1))],
            ["Mul"] = [
            Of("Mul", "p", "q"), Of("Mul", "p", "channels"), Of("Mul", "channels", "p"), Of("Mul", "f", "row"), Of("Mul", "three", "f"),
            Of("Mul", "p", "columns")],
            ["Neg"] = [Of("Neg", "p")],
            ["Pad"] = [
            Of("Pad", "p", "none"), b => b.Node("Pad", ["p", "none"], ["y"], ("mode", "reflect")), Of("Pad", "p", "shift"),
            Of("Pad", "p", "frame")],
            ["ParametricSoftplus"] = [Of("ParametricSoftplus", "p")],
            ["Pow"] = [Of("Pow", "p", "three")],
            ["PRelu"] = [Of("PRelu", "p", "channels")],
            ["QLinearConcat"] = [Quantized(b => b.Node(
                "com.microsoft", "QLinearConcat", ["qs", "qz", "a", "qs", "qz", "b", "qt", "qz"], ["y"], ("axis", 1)))],
            ["Reciprocal"] = [Of("Reciprocal", "p")],
            ["ReduceMax"] = [b => b.Node("ReduceMax", "p", "y", ("axes", new[] { 1 }))],
            ["ReduceMean"] = [b => b.Node("ReduceMean", "p", "y", ("axes", new[] { 1 }))],
            ["ReduceSum"] = [b => b.Node("ReduceSum", "p", "y")],
            ["Relu"] = [Of("Relu", "p")],
            ["Reshape"] =
            [Of("Reshape", "p", "same"), Of(
                "Reshape", "p", "other"), Of("Reshape", "p", "groups"), Of("Reshape", "p", "swapped"), Of("Reshape", "i", "vector")],
            ["Round"] = [Of("Round", "p")],
            ["ScaledTanh"] = [Of("ScaledTanh", "p")],
            ["Selu"] = [Of("Selu", "p")],
            ["Resize"] = [Resize("nearest"), Resize("linear"), Resize("cubic")],
            ["Shape"] = [Of("Shape", "p"), b => b.Node("Shape", "p", "y", ("start", 1), ("end", 3)), Of("Shape", "i")],
            ["Shrink"] = [Of("Shrink", "p")],
            ["Sigmoid"] = [Of("Sigmoid", "p")],
            ["Sign"] = [b => b.Node("Sub", ["p", "q"], ["d"]).Node("Sign", "d", "y")],
            ["Sin"] = [Of("Sin", "p")],
            ["Sinh"] = [Of("Sinh", "p")],
            ["Slice"] = [Of("Slice", "p", "zeros", "counts")],
            ["Softmax"] = [b => b.Node("Softmax", "p", "y", ("axis", 1))],
            ["Softplus"] = [Of("Softplus", "p")],
            ["Softsign"] = [Of("Softsign", "p")],
            ["Split"] = [b => b.Node("Split", ["p"], ["y", "rest"], ("axis", 1))],
            ["Sqrt"] = [Of("Sqrt", "p")],
            ["Squeeze"] =
        [
            Of("Squeeze", "p", "axes"),
            b => b.Node("GlobalMaxPool", "p", "g").Node("Squeeze", "g", "y"),
            b => b.Node("GlobalMaxPool", "p", "g").Node("Squeeze", ["g", "last"], ["y"]),
        ],
            ["Sub"] = [
            Of("Sub", "p", "q"), Of("Sub", "p", "channels"), Of("Sub", "channels", "p"), Of("Sub", "f", "row"), Of("Sub", "three", "f")],
            ["Sum"] = [Of("Sum", "p"), Of("Sum", "p", "q"), Of("Sum", "p", "channels"), Of("Sum", "p", "q", "p")],
            ["Swish"] = [Of("Swish", "p")],
            ["Tan"] = [Of("Tan", "p")],
            ["Tanh"] = [Of("Tanh", "p")],
            ["ThresholdedRelu"] = [Of("ThresholdedRelu", "p")],
            ["Tile"] = [
                b => b.Initializer("once", TestTensors.Int64s(1, 1, 1, 1)).Node("Tile", ["p", "once"], ["y"]),
                b => b.Initializer("twice", TestTensors.Int64s(1, 2, 1, 3)).Node("Tile", ["p", "twice"], ["y"])],
            ["Transpose"] =
            [b => b.Node(
                "Transpose", "p", "y", ("perm", new[] { 0, 2, 3, 1 })), b => b.Node("Transpose", "p", "y", ("perm", new[] { 0, 1, 2, 3 }))],
            ["Unsqueeze"] = [Of("Unsqueeze", "p", "axes"), Of("Unsqueeze", "p", "last"), Of("Unsqueeze", "f", "zeros1")],
            ["Where"] = [b => b.Node("Less", ["p", "three"], ["c"]).Node("Where", ["c", "p", "q"], ["y"])],
        };

    /// <summary>The model of an example.</summary>
    public static OnnxModelBuilder Build(string operation, int example) => All[operation][example](Start()).Output("y");

    private static Func<OnnxModelBuilder, OnnxModelBuilder> Of(string operation, params string[] inputs) =>
        b => b.Node(operation, inputs, ["y"]);

    private static Func<OnnxModelBuilder, OnnxModelBuilder> Cast(string input, ElementType type) =>
        b => b.Node("Cast", input, "y", ("to", (int)type));

    private static Func<OnnxModelBuilder, OnnxModelBuilder> Concat(int axis, params string[] inputs) =>
        b => b.Node("Concat", inputs, ["y"], ("axis", axis));

    // With the integers %a and %b of %p and %q: 2 and 3 steps are 1.
    private static Func<OnnxModelBuilder, OnnxModelBuilder> Quantized(Func<OnnxModelBuilder, OnnxModelBuilder> write) => b => write(b
        .Domain("com.microsoft", 1).Initializer("qs", TestTensors.Float(0.5f)).Initializer("qt", TestTensors.Float(1 / 3f))
        .Initializer("qz", TestTensors.Byte(3)).Node("QuantizeLinear", ["p", "qs", "qz"], ["a"])
        .Node("QuantizeLinear", ["q", "qt", "qz"], ["b"]));

    private static Func<OnnxModelBuilder, OnnxModelBuilder> Flatten(string input, int axis) =>
        b => b.Node("Flatten", input, "y", ("axis", axis));

    private static Func<OnnxModelBuilder, OnnxModelBuilder> Resize(string mode) =>
        b => b.Initializer("scales", TestTensors.Floats(1, 1, 2, 1.5f)).Node("Resize", ["p", "", "scales"], ["y"], ("mode", mode));

    private static OnnxModelBuilder Start() => new OnnxModelBuilder(17)
        .Input("x", 2, 4, 5, 3).Input("z", 2, 4, 5, 3).Input("f", 6, 4).Input("i", ElementType.Int64, 2, 4)
        .Node("MaxPool", "x", "p", Pixel).Node("MaxPool", "z", "q", Pixel)
        .Initializer("channels", TestTensors.Floats(new Shape(4, 1, 1), 2, 0.5f, -3, 1))
        .Initializer("columns", TestTensors.Floats(2, 0.5f, -3))
        .Initializer("row", TestTensors.Floats(1, 0.5f, 2, 3)).Initializer("three", TestTensors.Float(3))
        .Initializer("square", new TensorRandom(1).Floats(4, 4))
        .Initializer("kernel", new TensorRandom(2).Floats(4, 4, 1, 1)).Initializer("shape", TestTensors.Int64s(2, 2))
        .Initializer("none", TestTensors.Int64s(0, 0, 0, 0, 0, 0, 0, 0)).Initializer("shift", TestTensors.Int64s(0, 0, 1, 0, 0, 0, -1, 0))
        .Initializer("frame", TestTensors.Int64s(0, 0, 1, 0, 0, 0, 1, 2)).Initializer("same", TestTensors.Int64s(0, 4, -1, 3))
        .Initializer("other", TestTensors.Int64s(8, 15))
        .Initializer("groups", TestTensors.Int64s(2, 2, 2, 5, 3)).Initializer("swapped", TestTensors.Int64s(2, 4, 3, 5))
        .Initializer("vector", TestTensors.Int64s(-1))
        .Initializer("last", TestTensors.Int64s(3)).Initializer("axes", TestTensors.Int64s()).Initializer("zeros1", TestTensors.Int64s(0))
        .Initializer("zeros", TestTensors.Int64s(0, 0, 0, 0)).Initializer("counts", TestTensors.Int64s(2, 4, 5, 2));
}
