using System.Globalization;
using Fovea.Inference.Operators;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.BadModels;

/// <summary>
/// Small valid models that mutations begin with: every operator of the table alone, and the graphs that passes and placements rewrite.
/// </summary>
internal static class SeedModels
{
    private static readonly TensorRandom Random = new(7);

    /// <summary>Models by a name that begins with the operator, or with a word for a graph of several.</summary>
    public static IReadOnlyDictionary<string, byte[]> All { get; } = Build();

    /// <summary>Operators whose node takes nothing but a tensor of rank 4.</summary>
    private static string[] Plain =>
    [
        "Abs", "Acos", "Acosh", "Affine", "Asin", "Asinh", "Atan", "Atanh", "Ceil", "Celu", "Clip", "Cos", "Cosh", "Dropout",
        "Elu", "Erf", "Exp", "Flatten", "Floor", "Gelu", "GlobalAveragePool", "GlobalMaxPool", "HardSigmoid", "HardSwish",
        "Identity", "IsInf", "IsNaN", "LeakyRelu", "Log", "Max", "Mean", "Min", "Mish", "Neg", "ParametricSoftplus", "Reciprocal",
        "ReduceMax", "ReduceMean", "ReduceSum", "Relu", "Round", "ScaledTanh", "Selu", "Shape", "Shrink", "Sigmoid", "Sign",
        "Sin", "Sinh", "Softmax", "Softplus", "Softsign", "Sqrt", "Squeeze", "Sum", "Swish", "Tan", "Tanh", "ThresholdedRelu",
        "Transpose",
    ];

    private static Dictionary<string, byte[]> Build()
    {
        var models = new Dictionary<string, byte[]>();
        foreach (string operation in Plain)
            models.Add(
                operation,
                One(operation, 20, [], [], operation.StartsWith("Is", StringComparison.Ordinal) ? ElementType.Bool : ElementType.Float32));
        foreach (string operation in new[] { "Add", "Sub", "Mul", "Div", "Pow", "PRelu", "Sum" })
        {
            models.Add($"{operation} constant", One(operation, 13, [Random.Floats(4, 1, 1)], []));
            models.Add(
                $"{operation} computed", Image(13).Input("z", Dimension.Named("n"), 4, 6, 5).Node(operation, ["x", "z"], ["y"]).Output("y")
                    .Build());
            if (operation != "PRelu" && operation != "Sum")
                models.Add($"{operation} integers", Integers(operation, ElementType.Int64).Build());
        }

        AddElementwise(models);
        AddWindows(models);
        AddSpatial(models);
        MatrixSeeds.AddTo(models);
        AddMovements(models);
        AddComputed(models);
        AddGraphs(models);
        SeedSelections.Add(models);
        ControlSeeds.AddTo(models);
        QuantizedSeeds.AddTo(models);
        return models;
    }

    private static void AddElementwise(Dictionary<string, byte[]> models)
    {
        foreach (string operation in new[] { "Equal", "Greater", "GreaterOrEqual", "Less", "LessOrEqual" })
        {
            models.Add($"{operation} constant", One(operation, 16, [Random.Floats(4, 1, 1)], [], ElementType.Bool));
            models.Add($"{operation} axis", One(operation, 1, [Random.Floats(4)], [("broadcast", 1), ("axis", 1)], ElementType.Bool));
        }

        foreach (string operation in new[] { "And", "Or", "Xor" })
            models.Add(
                operation, new OnnxModelBuilder(7).Input("x", ElementType.Bool, 2, 3).Input("z", ElementType.Bool, 3)
                    .Node(operation, ["x", "z"], ["a"]).Node("Not", "a", "y").Output("y", ElementType.Bool).Build());
        foreach (string operation in new[] { "BitwiseAnd", "BitwiseOr", "BitwiseXor", "BitShift" })
            models.Add(
                operation, new OnnxModelBuilder(18).Input("x", ElementType.UInt16, 2, 3)
                    .Initializer("z", Random.Integers(ElementType.UInt16, new Shape(3), 0, 20))
                    .Node(operation, ["x", "z"], ["a"], operation == "BitShift" ? [("direction", "LEFT")] : []).Node("BitwiseNot", "a", "y")
                    .Output("y", ElementType.UInt16).Build());
        models.Add("Add axis", One("Add", 6, [Random.Floats(4)], [("broadcast", 1), ("axis", 1)]));
        models.Add("PRelu old", One("PRelu", 6, [Random.Floats(4)], []));
        models.Add("Mod", Integers("Mod", ElementType.Int32).Build());
        models.Add("Mod floats", One("Mod", 13, [Random.Floats(4, 1, 1)], [("fmod", 1)]));
        models.Add("Max many", Image(13).Input("z", 4, 1, 5).Node("Max", ["x", "z", "x"], ["y"]).Output("y").Build());
        models.Add(
            "Where", Image(16).Input("c", ElementType.Bool, 4, 1, 5).Input("z", 5).Node("Where", ["c", "x", "z"], ["y"]).Output("y")
                .Build());
        models.Add("CastLike", Image(19).Input("z", ElementType.Float16, 1).Node("CastLike", ["x", "z"], ["y"])
            .Output("y", ElementType.Float16).Build());
        models.Add("BitCast", One("BitCast", 26, [], [("to", (int)ElementType.Int32)], ElementType.Int32));
        models.Add("Dropout training", new OnnxModelBuilder(13).Input("x", 2, 3)
            .Initializer("r", TestTensors.Float(0)).Initializer("t", TestTensors.Bool(true))
            .Node("Dropout", ["x", "r", "t"], ["y", "m"]).Output("y").Output("m", ElementType.Bool).Build());
        foreach (ElementType type in new[] { ElementType.Float16, ElementType.BFloat16, ElementType.Float64 })
            models.Add(
                $"{type} graph", new OnnxModelBuilder(16).Input("x", type, Dimension.Named("n"), 4, 6, 5)
                    .Initializer("w", Random.Any(type, new Shape(6, 4, 3, 3), -1, 1))
                    .Node("Conv", ["x", "w"], ["a"]).Node("Relu", "a", "b").Node("Cast", "b", "c", ("to", (int)ElementType.Float16))
                    .Node("Cast", "c", "d", ("to", (int)type)).Node("Add", ["b", "d"], ["y"]).Output("y", type)
                    .Output("c", ElementType.Float16).Build());
    }

    private static void AddWindows(Dictionary<string, byte[]> models)
    {
        int[] two = [2, 2];
        int[] pads = [1, 0, 1, 1];
        foreach (string pool in new[] { "MaxPool", "AveragePool" })
        {
            models.Add(pool, One(pool, 13, [], [("kernel_shape", two), ("strides", two), ("pads", pads), ("ceil_mode", 1)]));
            models.Add($"{pool} SAME", One(pool, 13, [], [("kernel_shape", new[] { 3, 3 }), ("auto_pad", "SAME_UPPER")]));
            models.Add(
                $"{pool} line", new OnnxModelBuilder(13).Input("x", 1, 4, 9)
                    .Node(pool, ["x"], ["y"], ("kernel_shape", new[] { 3 }), ("strides", new[] { 2 })).Output("y").Build());
        }

        (string, object)[] window =
            [("pads", new[] { 1, 1, 1, 1 }), ("strides", two), ("dilations", new[] { 1, 2 }), ("kernel_shape", new[] { 3, 3 })];
        models.Add("Conv", One("Conv", 13, [Random.Floats(8, 4, 3, 3), Random.Floats(8)], window));
        models.Add(
            "Conv groups", One("Conv", 13, [Random.Floats(8, 2, 3, 3), Random.Floats(8)], [("group", 2), ("auto_pad", "SAME_LOWER")]));
        models.Add("Conv depthwise", One("Conv", 13, [Random.Floats(4, 1, 3, 3)], [("group", 4), ("pads", new[] { 1, 1, 1, 1 })]));
        models.Add("Conv Winograd", new OnnxModelBuilder(13).Input("x", 1, 16, 9, 9).Initializer("w", Random.Floats(32, 16, 3, 3))
            .Node("Conv", ["x", "w"], ["y"]).Output("y").Build());
        models.Add("Conv line", new OnnxModelBuilder(13).Input("x", 1, 3, 9).Initializer("w", Random.Floats(2, 3, 3))
            .Node("Conv", ["x", "w"], ["y"], ("pads", new[] { 1, 1 })).Output("y").Build());
        models.Add("Conv volume", new OnnxModelBuilder(13).Input("x", 1, 4, 5, 4, 6).Initializer("w", Random.Floats(6, 2, 2, 3, 3))
            .Initializer("b", Random.Floats(6))
            .Node(
                "Conv", ["x", "w", "b"], ["y"], ("group", 2), ("pads", new[] { 1, 1, 1, 0, 1, 1 }), ("strides", new[] { 2, 1, 2 }),
                ("dilations", new[] { 1, 1, 2 })).Output("y").Build());
        models.Add(
            "MaxPool volume", new OnnxModelBuilder(13).Input("x", 1, 3, 5, 4, 6)
                .Node("MaxPool", ["x"], ["y"], ("kernel_shape", new[] { 2, 2, 3 }), ("strides", new[] { 2, 1, 2 }), ("ceil_mode", 1))
                .Output("y").Build());
        models.Add("ConvTranspose volume", new OnnxModelBuilder(13).Input("x", 1, 4, 3, 2, 3).Initializer("w", Random.Floats(4, 3, 2, 3, 2))
            .Node("ConvTranspose", ["x", "w"], ["y"], ("strides", new[] { 2, 1, 2 }), ("pads", new[] { 1, 0, 0, 0, 1, 1 })).Output("y")
            .Build());
        models.Add(
            "ConvTranspose",
            One(
                "ConvTranspose", 13, [Random.Floats(4, 3, 3, 3), Random.Floats(3)],
                [("strides", two), ("pads", pads), ("output_padding", new[] { 1, 1 })]));
        models.Add(
            "ConvTranspose shape",
            One("ConvTranspose", 13, [Random.Floats(4, 3, 3, 3)], [("strides", two), ("output_shape", new[] { 12, 10 })]));
        models.Add(
            "BatchNormalization",
            One(
                "BatchNormalization", 13, [Random.Floats(4), Random.Floats(4), Random.Floats(4), Random.Floats(new Shape(4), 1, 2)],
                [("epsilon", 1e-3f)]));
        models.Add("InstanceNormalization", One("InstanceNormalization", 13, [Random.Floats(4), Random.Floats(4)], []));
        models.Add("LayerNormalization", One("LayerNormalization", 17, [Random.Floats(5), Random.Floats(5)], [("axis", -1)]));
        models.Add("LRN", One("LRN", 13, [], [("size", 3), ("alpha", 1e-3f)]));
    }

    private static void AddSpatial(Dictionary<string, byte[]> models)
    {
        Tensor scales = TestTensors.Floats(1, 1, 2, 1.5f);
        foreach (string mode in new[] { "nearest", "linear", "cubic" })
        {
            models.Add($"Resize {mode}", Image(18).Initializer("s", scales).Node(
                "Resize", ["x", "", "s"], ["y"], ("mode", mode), ("coordinate_transformation_mode", "align_corners")).Output("y").Build());
            models.Add($"Resize {mode} sizes", Image(19).Initializer("z", TestTensors.Int64s(3, 4)).Node(
                "Resize", ["x", "", "", "z"], ["y"], ("mode", mode), ("axes", new[] { 2, 3 }),
                ("keep_aspect_ratio_policy", "not_larger")).Output("y").Build());
        }

        models.Add("Resize antialias", Image(18).Initializer("z", TestTensors.Int64s(3, 2)).Node(
            "Resize", ["x", "", "", "z"], ["y"], ("mode", "cubic"), ("axes", new[] { 2, 3 }), ("antialias", 1), ("exclude_outside", 1))
            .Output("y").Build());
        models.Add("Resize crop", Image(18).Initializer("z", TestTensors.Int64s(3, 2))
            .Initializer("r", TestTensors.Floats(0.1f, -0.2f, 0.8f, 1.1f)).Node(
                "Resize", ["x", "r", "", "z"], ["y"], ("mode", "linear"), ("axes", new[] { 2, 3 }), ("extrapolation_value", 2f),
                ("coordinate_transformation_mode", "tf_crop_and_resize")).Output("y").Build());
        models.Add("Resize computed", Image(13).Input("z", ElementType.Float32, 4).Node("Resize", ["x", "", "z"], ["y"]).Output("y")
            .Build());
        models.Add("Upsample", Image(9).Initializer("s", scales).Node("Upsample", ["x", "s"], ["y"]).Output("y").Build());
        models.Add("Upsample attribute", One("Upsample", 7, [], [("scales", new[] { 1f, 1, 2, 2 }), ("mode", "linear")]));
        models.Add("DepthToSpace", One("DepthToSpace", 13, [], [("blocksize", 2), ("mode", "CRD")]));
        models.Add("SpaceToDepth", new OnnxModelBuilder(13).Input("x", Dimension.Named("n"), 3, 4, 6)
            .Node("SpaceToDepth", "x", "y", ("blocksize", 2)).Output("y").Build());
        models.Add("GridSample", new OnnxModelBuilder(20).Input("x", 1, 4, 6, 5).Input("z", 1, 3, 2, 2)
            .Node("GridSample", ["x", "z"], ["y"], ("mode", "cubic"), ("padding_mode", "reflection")).Output("y").Build());
        models.Add("AffineGrid", new OnnxModelBuilder(20).Input("x", 1, 2, 3).Initializer("z", TestTensors.Int64s(1, 1, 3, 4))
            .Node("AffineGrid", ["x", "z"], ["y"], ("align_corners", 1)).Output("y").Build());
        OnnxModelBuilder Regions() => new OnnxModelBuilder(16).Input("x", 1, 4, 6, 5)
            .Initializer("r", TestTensors.Floats(new Shape(2, 4), 0, 1, 4, 5, -1, 2, 9, 3)).Initializer("i", TestTensors.Int64s(0, 0));
        models.Add("RoiAlign", Regions().Node("RoiAlign", ["x", "r", "i"], ["y"], ("output_height", 2), ("output_width", 3)).Output("y")
            .Build());
        models.Add("RoiAlign max", Regions().Node("RoiAlign", ["x", "r", "i"], ["y"], ("mode", "max"), ("sampling_ratio", 2)).Output("y")
            .Build());
        models.Add("MaxRoiPool", Regions().Initializer("b", TestTensors.Floats(new Shape(1, 5), 0, 1, 1, 3, 4))
            .Node("MaxRoiPool", ["x", "b"], ["y"], ("pooled_shape", new[] { 2, 2 })).Output("y").Build());
        models.Add("LpPool", One("LpPool", 18, [], [("kernel_shape", new[] { 2, 2 }), ("p", 3), ("ceil_mode", 1)]));
        models.Add("GlobalLpPool", One("GlobalLpPool", 13, [], [("p", 1)]));
        models.Add("MaxUnpool", Image(13).Node("MaxPool", ["x"], ["p", "i"], ("kernel_shape", new[] { 2, 2 }), ("storage_order", 1))
            .Node("MaxUnpool", ["p", "i"], ["y"], ("kernel_shape", new[] { 2, 2 })).Output("y").Build());
        models.Add("MaxPool large", One("MaxPool", 13, [], [("kernel_shape", new[] { 6, 5 }), ("pads", new[] { 5, 4, 5, 4 })]));
        models.Add("CenterCropPad", One("CenterCropPad", 18, [TestTensors.Int64s(9, 3)], [("axes", new[] { 2, 3 })]));
        models.Add("Col2Im", new OnnxModelBuilder(18).Input("x", 1, 12, 6).Initializer("s", TestTensors.Int64s(4, 3))
            .Initializer("b", TestTensors.Int64s(2, 2)).Node("Col2Im", ["x", "s", "b"], ["y"]).Output("y").Build());
        models.Add("DeformConv", new OnnxModelBuilder(19).Input("x", 1, 4, 6, 5).Initializer("w", Random.Floats(2, 4, 2, 2))
            .Initializer("o", Random.Floats(1, 8, 5, 4)).Node("DeformConv", ["x", "w", "o"], ["y"]).Output("y").Build());
        models.Add("Crop", One("Crop", 1, [], [("border", new[] { 1, 0, 1, 2 })]));
        models.Add("ImageScaler", One("ImageScaler", 1, [], [("scale", 0.5f), ("bias", new[] { 1f, 2, 3, 4 })]));
        models.Add("Scale", One("Scale", 1, [], [("scale", 0.5f)]));
    }

    private static void AddMovements(Dictionary<string, byte[]> models)
    {
        models.Add("Cast", One("Cast", 13, [], [("to", 7)]));
        models.Add("Clip bounds", One("Clip", 13, [TestTensors.Float(-1), TestTensors.Float(1)], []));
        models.Add("Clip attributes", One("Clip", 7, [], [("min", -1f), ("max", 1f)]));
        models.Add("Clip integers", Integers("Clip", ElementType.Int32).Build());
        models.Add("Concat", new OnnxModelBuilder(13).Input("x", 1, 4, 6, 5).Initializer("w", Random.Floats(1, 2, 6, 5))
            .Node("Concat", ["x", "w", "x"], ["y"], ("axis", 1)).Output("y").Build());
        models.Add("Constant", new OnnxModelBuilder(13).Node("Constant", [], ["c"], ("value", Random.Floats(4, 1, 1)))
            .Input("x", 1, 4, 6, 5).Node("Add", ["x", "c"], ["y"]).Output("y").Build());
        models.Add("Constant numbers", Image(13).Node("Constant", [], ["c"], ("value_ints", new[] { 1, -1 }))
            .Node("Reshape", ["x", "c"], ["y"]).Output("y").Build());
        models.Add("ConstantOfShape", Image(13).Initializer("s", TestTensors.Int64s(1, 4, 6, 5))
            .Node("ConstantOfShape", ["s"], ["c"], ("value", TestTensors.Floats(2)))
            .Node("Add", ["x", "c"], ["y"]).Output("y").Build());
        models.Add("Expand", new OnnxModelBuilder(13).Input("x", Dimension.Named("n"), 1, 6, 1)
            .Initializer("s", TestTensors.Int64s(3, 1, 5)).Node("Expand", ["x", "s"], ["y"]).Output("y").Build());
        models.Add("Gather", One("Gather", 13, [TestTensors.Int64s(1, -1, 0)], [("axis", 1)]));
        models.Add("Gather computed", Image(13).Input("z", ElementType.Int64, 2)
            .Node("Gather", ["x", "z"], ["y"], ("axis", 2)).Output("y").Build());
        models.Add("Pad", One("Pad", 19, [TestTensors.Int64s(0, 0, 1, 2, 0, 0, 1, -1), TestTensors.Float(3)], [("mode", "constant")]));
        models.Add("Pad reflect", One("Pad", 19, [TestTensors.Int64s(0, 0, 1, 2, 0, 0, 1, 1)], [("mode", "reflect")]));
        models.Add("Pad attributes", One("Pad", 9, [], [("pads", new[] { 0, 0, 1, 1, 0, 0, 1, 1 }), ("value", 1f), ("mode", "edge")]));
        models.Add("Pad axes", One("Pad", 19, [TestTensors.Int64s(1, 1), TestTensors.Float(0), TestTensors.Int64s(2)], []));
        models.Add("ReduceMean axes", One("ReduceMean", 13, [], [("axes", new[] { 2, 3 }), ("keepdims", 0)]));
        models.Add("ReduceMean operand", One("ReduceMean", 18, [TestTensors.Int64s(1)], []));
        models.Add("Reshape", One("Reshape", 13, [TestTensors.Int64s(0, -1, 5)], []));
        models.Add(
            "Slice",
            One(
                "Slice", 13, [TestTensors.Int64s(1, 5), TestTensors.Int64s(3, 0), TestTensors.Int64s(1, 2), TestTensors.Int64s(1, -2)],
                []));
        models.Add("Slice attributes", One("Slice", 9, [], [("starts", new[] { 1 }), ("ends", new[] { 3 }), ("axes", new[] { 1 })]));
        models.Add("Softmax before 13", One("Softmax", 11, [], [("axis", 2)]));
        models.Add("Split", Image(13).Initializer("s", TestTensors.Int64s(1, 3))
            .Node("Split", ["x", "s"], ["y", "z"], ("axis", 1)).Output("y").Output("z").Build());
        models.Add("Split attribute", Image(11)
            .Node("Split", ["x"], ["y", "z"], ("axis", 1), ("split", new[] { 2, 2 })).Output("y").Output("z").Build());
        models.Add("Squeeze rows", new OnnxModelBuilder(13).Input("x", Dimension.Named("n"), 1)
            .Node("Squeeze", ["x"], ["y"]).Output("y").Build());
        models.Add("Squeeze axes", new OnnxModelBuilder(13).Input("x", 1, 4, 1).Initializer("axes", TestTensors.Int64s(0))
            .Node("Squeeze", ["x", "axes"], ["y"]).Output("y").Build());
        models.Add("Unsqueeze", One("Unsqueeze", 13, [TestTensors.Int64s(0, 2)], []));
        models.Add("Dropout mask", Image(13).Node("Dropout", ["x"], ["y", "mask"]).Output("y").Output("mask", ElementType.Bool).Build());
        models.Add("Transpose perm", One("Transpose", 13, [], [("perm", new[] { 0, 2, 3, 1 })]));
    }

    // Shapes, axes and pads that only a run knows, here always the same: the graph behind them is compiled for what the run finds.
    private static void AddComputed(Dictionary<string, byte[]> models)
    {
        foreach ((string operation, long[] numbers) in new (string, long[])[]
        {
            ("Reshape", [0, -1, 5]), ("Pad", [0, 0, 1, 2, 0, 0, 1, -1]), ("Unsqueeze", [0]), ("Squeeze", [4]), ("ReduceMean", [2]),
            ("Slice", [0]), ("Expand", [2, 1, 4, 1, 1]), ("ConstantOfShape", [2, 3]),
        })
        {
            models.Add($"{operation} by data", new OnnxModelBuilder(18).Input("x", Dimension.Named("n"), 4, 6, 5, 1).Input(
                "z", ElementType.Int64, numbers.Length)
                .Initializer("none", TestTensors.Int64s(0)).Initializer("numbers", TestTensors.Int64s(numbers))
                .Node("Mul", ["z", "none"], ["o"]).Node("Add", ["o", "numbers"], ["found"])
                .Node(
                    operation, operation == "ConstantOfShape"
                        ? ["found"]
                        : operation == "Slice" ? ["x", "found", "axes"] : operation == "Squeeze" ? ["x", "found"] : ["w", "found"], ["s"])
                .Node("Relu", ["s"], ["y"]).Initializer("axes", TestTensors.Int64s(4))
                .Node("Squeeze", ["x", "axes"], ["w"]).Output("y").Build());
        }
    }

    private static void AddGraphs(Dictionary<string, byte[]> models)
    {
        foreach (int seed in new[] { 1, 2, 3, 5, 8 })
            models.Add(string.Create(CultureInfo.InvariantCulture, $"network {seed}"), RandomNetworks.Create(seed).Model);
        models.Add("shape chain", new OnnxModelBuilder(13).Input("x", Dimension.Named("n"), 4, Dimension.Named("h"), 5)
            .Initializer("zero", TestTensors.Int64s(0)).Initializer("rest", TestTensors.Int64s(-1))
            .Initializer("two", TestTensors.Int64s(2))
            .Node("Shape", ["x"], ["s"]).Node("Gather", ["s", "zero"], ["n"]).Node("Mul", ["n", "two"], ["m"])
            .Node("Div", ["m", "two"], ["q"])
            .Node("Concat", ["q", "rest"], ["t"], ("axis", 0)).Node("Cast", ["t"], ["i"], ("to", 6)).Node("Cast", ["i"], ["l"], ("to", 7))
            .Node("Reshape", ["x", "l"], ["y"]).Output("y").Build());
        models.Add("residual", new OnnxModelBuilder(13).Input("x", Dimension.Named("n"), 4, 6, 5)
            .Initializer("w", Random.Floats(4, 4, 3, 3)).Initializer("b", Random.Floats(4))
            .Node("Conv", ["x", "w", "b"], ["c"], ("pads", new[] { 1, 1, 1, 1 })).Node("Add", ["c", "x"], ["s"])
            .Node("LeakyRelu", ["s"], ["y"], ("alpha", 0.2f)).Output("y").Build());
        models.Add("scales", Image(13).Initializer("w", Random.Floats(6, 4, 1, 1)).Initializer("g", Random.Floats(6))
            .Initializer("v", Random.Floats(new Shape(6), 1, 2)).Initializer("k", Random.Floats(6, 1, 1))
            .Node("Conv", ["x", "w"], ["c"]).Node("BatchNormalization", ["c", "g", "g", "g", "v"], ["n"]).Node("Mul", ["n", "k"], ["m"])
            .Node("Sub", ["m", "k"], ["y"]).Output("y").Build());
        models.Add("padded", Image(13).Initializer("p", TestTensors.Int64s(0, 0, 1, 1, 0, 0, 1, 1))
            .Initializer("w", Random.Floats(6, 4, 3, 3))
            .Node("Pad", ["x", "p"], ["q"]).Node("Conv", ["q", "w"], ["y"]).Output("y").Build());
        models.Add("concatenated", Image(13).Initializer("w", Random.Floats(3, 4, 1, 1)).Initializer("v", Random.Floats(5, 7, 1, 1))
            .Node("Conv", ["x", "w"], ["a"]).Node("Concat", ["a", "x"], ["b"], ("axis", 1)).Node("Conv", ["b", "v"], ["c"])
            .Node("Concat", ["b", "c"], ["y"], ("axis", 1)).Output("y").Build());
        models.Add("gelu", new OnnxModelBuilder(13).Input("x", 2, 3, 8).Initializer("r", TestTensors.Float(1.41421356f))
            .Initializer("one", TestTensors.Float(1)).Initializer("half", TestTensors.Float(0.5f))
            .Initializer("w", Random.Floats(8, 8)).Initializer("b", Random.Floats(8)).Node("MatMul", ["x", "w"], ["m"])
            .Node("Add", ["m", "b"], ["z"])
            .Node("Div", ["z", "r"], ["d"]).Node("Erf", ["d"], ["e"]).Node("Add", ["e", "one"], ["p"]).Node("Mul", ["z", "p"], ["t"])
            .Node("Mul", ["t", "half"], ["y"]).Output("y").Build());
        models.Add("norm", new OnnxModelBuilder(13).Input("x", 2, 3, 8).Initializer("two", TestTensors.Float(2))
            .Initializer("eps", TestTensors.Float(1e-5f))
            .Initializer("g", Random.Floats(8)).Initializer("b", Random.Floats(8)).Node("ReduceMean", ["x"], ["mu"], ("axes", new[] { -1 }))
            .Node("Sub", ["x", "mu"], ["d"])
            .Node("Pow", ["d", "two"], ["q"]).Node("ReduceMean", ["q"], ["v"], ("axes", new[] { -1 })).Node("Add", ["v", "eps"], ["a"])
            .Node("Sqrt", ["a"], ["s"])
            .Node("Div", ["d", "s"], ["n"]).Node("Mul", ["n", "g"], ["m"]).Node("Add", ["m", "b"], ["y"]).Output("y").Build());
        models.Add("swish", Image(13).Initializer("w", Random.Floats(4, 4, 1, 1)).Node("Conv", ["x", "w"], ["c"])
            .Node("Sigmoid", ["c"], ["s"]).Node("Mul", ["c", "s"], ["y"]).Output("y").Build());
        models.Add("mobile block", new OnnxModelBuilder(13).Input("x", Dimension.Named("n"), 8, 32, 8)
            .Initializer("e", Random.Floats(24, 8, 1, 1)).Initializer("d", Random.Floats(24, 1, 3, 3))
            .Initializer("p", Random.Floats(8, 24, 1, 1))
            .Node("Conv", ["x", "e"], ["a"]).Node("Relu", ["a"], ["b"])
            .Node("Conv", ["b", "d"], ["c"], ("group", 24), ("pads", new[] { 1, 1, 1, 1 }))
            .Node("Conv", ["c", "p"], ["y"]).Output("y").Build());
    }

    private static OnnxModelBuilder Image(long opset) => new OnnxModelBuilder(opset).Input("x", Dimension.Named("n"), 4, 6, 5);

    /// <summary>One node over an image and constants; every output that the operator has.</summary>
    public static byte[] One(
        string operation, long opset, Tensor[] constants, (string, object)[] attributes, ElementType output = ElementType.Float32)
    {
        OnnxModelBuilder builder = Image(opset);
        for (int i = 0; i < constants.Length; i++)
            builder.Initializer($"in{i + 1}", constants[i]);
        string[] inputs = ["x", .. constants.Select((_, i) => operation == "Pad" && constants.Length == 3 && i == 1 ? "" : $"in{i + 1}")];
        return builder.Node(operation, inputs, ["y"], attributes).Output("y", output).Build();
    }

    private static OnnxModelBuilder Integers(string operation, ElementType type)
    {
        OnnxModelBuilder builder = new OnnxModelBuilder(13).Input("x", type, 2, 3)
            .Initializer("a", Random.Integers(type, new Shape(operation == "Clip" ? [] : [3]), 1, 5));
        return builder.Node(operation, ["x", "a"], ["y"]).Output("y", type);
    }

    /// <summary>The operators that occur in no model.</summary>
    public static IReadOnlyList<string> Missing =>
        [.. OperatorTable.All.Select(o => o.QualifiedName).Except(All.Values.SelectMany(ControlSeeds.Operators))];
}
