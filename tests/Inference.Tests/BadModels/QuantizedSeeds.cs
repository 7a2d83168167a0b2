using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.BadModels;

/// <summary>Seeds of quantised tensors and networks.</summary>
internal static class QuantizedSeeds
{
    private const string Microsoft = "com.microsoft";

    private static readonly TensorRandom Random = new(11);

    public static void AddTo(Dictionary<string, byte[]> models)
    {
        AddConversions(models);
        AddProducts(models);
        AddFunctions(models);
    }

    private static void AddConversions(Dictionary<string, byte[]> models)
    {
        foreach (string domain in new[] { "", Microsoft })
        {
            string prefix = domain.Length == 0 ? domain : $"{domain}.";
            models.Add($"{prefix}QuantizeLinear", Image().Domain(Microsoft, 1).Initializer("s", TestTensors.Float(0.1f))
                .Initializer("z", Random.Integers(ElementType.UInt8, Shape.Scalar, 128, 129))
                .Node(domain, "QuantizeLinear", ["x", "s", "z"], ["y"]).Output("y", ElementType.UInt8).Build());
            models.Add($"{prefix}DequantizeLinear axis", new OnnxModelBuilder(21).Domain(Microsoft, 1)
                .Input("x", ElementType.Int8, Dimension.Named("n"), 4, 6).Initializer("s", Random.Floats(4))
                .Initializer("z", Random.Integers(ElementType.Int8, new Shape(4), -9, 9))
                .Node(domain, "DequantizeLinear", ["x", "s", "z"], ["y"], ("axis", 1)).Output("y").Build());
        }

        models.Add("QuantizeLinear blocks", new OnnxModelBuilder(21).Input("x", 1, 4, 6, 5)
            .Initializer("s", Random.Floats(1, 4, 3, 5)).Node(
            "QuantizeLinear", ["x", "s"], ["y"], ("axis", 2), ("block_size", 2), ("output_dtype", (int)ElementType.Int16))
            .Output("y", ElementType.Int16).Build());
        models.Add("DequantizeLinear computed", new OnnxModelBuilder(21).Input("x", ElementType.Int8, 1, 4, 6).Input("s", 1, 4, 2)
            .Input("z", ElementType.Int8, 1, 4, 2)
            .Node("DequantizeLinear", ["x", "s", "z"], ["y"], ("axis", -1), ("block_size", 4)).Output("y").Build());
        models.Add("DequantizeLinear weights", Image().Initializer("w", Random.Integers(ElementType.Int8, new Shape(6, 4, 3, 3), -9, 9))
            .Initializer("s", Random.Floats(6)).Initializer("b", Random.Integers(ElementType.Int32, new Shape(6), -9, 9))
            .Node("DequantizeLinear", ["w", "s"], ["fw"], ("axis", 0)).Node("DequantizeLinear", ["b", "s"], ["fb"], ("axis", 0))
            .Node("Conv", ["x", "fw", "fb"], ["y"]).Output("y").Build());
    }

    private static void AddProducts(Dictionary<string, byte[]> models)
    {
        string[] parameters = ["x", "s", "z", "w", "ws", "wz", "s", "z"];
        models.Add("QLinearConv", Bytes(4, 6, 5).Initializer("w", Any(ElementType.Int8, 6, 2, 3, 3)).Initializer("ws", Random.Floats(6))
            .Initializer("wz", Any(ElementType.Int8, 6)).Initializer("b", Random.Integers(ElementType.Int32, new Shape(6), -9, 9))
            .Node("QLinearConv", [.. parameters, "b"], ["y"], ("group", 2), ("pads", new[] { 1, 0, 1, 2 })).Output("y", ElementType.UInt8)
            .Build());
        models.Add("QLinearConv computed", Bytes(4, 9).Input("w", ElementType.Int8, 6, 4, 3).Input("ws").Input("wz", ElementType.Int8)
            .Node("QLinearConv", parameters, ["y"], ("strides", new[] { 2 })).Output("y", ElementType.UInt8).Build());
        models.Add("ConvInteger", Bytes(4, 6, 5).Initializer("w", Any(ElementType.Int8, 6, 4, 3, 3)).Node(
            "ConvInteger", ["x", "w", "z"], ["y"], ("dilations", new[] { 2, 1 }), ("auto_pad", "SAME_UPPER"))
            .Output("y", ElementType.Int32).Build());
        models.Add("MatMulInteger", Bytes(4, 6).Initializer("w", Any(ElementType.Int8, 6, 3)).Initializer("wz", Any(ElementType.Int8, 3))
            .Node("MatMulInteger", ["x", "w", "z", "wz"], ["y"]).Output("y", ElementType.Int32).Build());
        models.Add("QLinearMatMul", Bytes(4, 6).Initializer("w", Any(ElementType.Int8, 6, 3)).Initializer("ws", Random.Floats(3))
            .Initializer("wz", Any(ElementType.Int8, 3)).Node("QLinearMatMul", parameters, ["y"]).Output("y", ElementType.UInt8).Build());
        models.Add("QLinearMatMul stacks", Bytes(4, 6).Input("w", ElementType.UInt8, 1, 6, 3)
            .Node("QLinearMatMul", ["x", "s", "z", "w", "s", "z", "s", "z"], ["y"]).Output("y", ElementType.UInt8).Build());
        models.Add("com.microsoft.QGemm", Bytes(6).Initializer("w", Any(ElementType.Int8, 3, 6)).Initializer("ws", Random.Floats(3))
            .Initializer("wz", Any(ElementType.Int8, 3)).Initializer("b", Random.Integers(ElementType.Int32, new Shape(3), -9, 9))
            .Node(
                Microsoft, "QGemm", ["x", "s", "z", "w", "ws", "wz", "b", "s", "z"], ["y"], ("transB", 1), ("alpha", 0.5f))
            .Output("y", ElementType.UInt8).Build());
        models.Add("com.microsoft.QGemm floats", Bytes(6).Initializer("w", Any(ElementType.Int8, 6, 3))
            .Initializer("wz", Any(ElementType.Int8, 1))
            .Node(Microsoft, "QGemm", ["x", "s", "z", "w", "s", "wz"], ["y"]).Output("y").Build());
        models.Add("com.microsoft.MatMulIntegerToFloat", Bytes(4, 6).Initializer("w", Any(ElementType.Int8, 6, 3))
            .Initializer("b", Random.Floats(3)).Node(Microsoft, "MatMulIntegerToFloat", ["x", "w", "s", "s", "z", "", "b"], ["y"])
            .Output("y").Build());
        models.Add("com.microsoft.DynamicQuantizeMatMul", Image().Domain(Microsoft, 1).Initializer("w", Any(ElementType.Int8, 5, 3))
            .Initializer("s", TestTensors.Float(0.1f)).Node(Microsoft, "DynamicQuantizeMatMul", ["x", "w", "s"], ["y"]).Output("y")
            .Build());
        models.Add("DynamicQuantizeLinear", Image().Node("DynamicQuantizeLinear", ["x"], ["q", "s", "z"])
            .Node("DequantizeLinear", ["q", "s", "z"], ["y"]).Output("y").Build());
    }

    private static void AddFunctions(Dictionary<string, byte[]> models)
    {
        foreach (string operation in new[] { "QLinearAdd", "QLinearMul" })
            models.Add($"{Microsoft}.{operation}", Bytes(4, 6, 5).Initializer("w", Any(ElementType.UInt8, 4, 1, 1))
                .Node(Microsoft, operation, ["x", "s", "z", "w", "s", "z", "s", "z"], ["y"]).Output("y", ElementType.UInt8).Build());
        foreach (string operation in new[] { "QLinearSigmoid", "QLinearLeakyRelu", "QLinearGlobalAveragePool", "QLinearSoftmax" })
            models.Add($"{Microsoft}.{operation}", Bytes(4, 6, 5)
                .Node(Microsoft, operation, ["x", "s", "z", "s", "z"], ["y"], operation == "QLinearSoftmax" ? [("opset", 13)] : [])
                .Output("y", ElementType.UInt8).Build());
        models.Add($"{Microsoft}.QLinearAveragePool", Bytes(6, 5, 4).Node(
            Microsoft, "QLinearAveragePool", ["x", "s", "z", "s", "z"], ["y"], ("channels_last", 1), ("kernel_shape", new[] { 2, 2 }),
            ("ceil_mode", 1)).Output("y", ElementType.UInt8).Build());
        models.Add($"{Microsoft}.QLinearConv", Bytes(6, 5, 4).Initializer("w", Any(ElementType.UInt8, 4, 2, 3, 3)).Node(
            Microsoft, "QLinearConv", ["x", "s", "z", "w", "s", "z", "s", "z"], ["y"], ("channels_last", 1), ("group", 2))
            .Output("y", ElementType.UInt8).Build());
        models.Add($"{Microsoft}.QLinearConcat", Bytes(4, 6, 5).Node(
            Microsoft, "QLinearConcat", ["s", "z", "x", "s", "z", "x", "s", "z"], ["y"], ("axis", 1)).Output("y", ElementType.UInt8)
            .Build());
    }

    private static Tensor Any(ElementType type, params ReadOnlySpan<long> shape) => Random.Integers(type, new Shape(shape), 0, 9);

    // A batch of bytes, and a scale and a zero point.
    private static OnnxModelBuilder Bytes(params ReadOnlySpan<long> image)
    {
        var shape = new Dimension[image.Length + 1];
        shape[0] = Dimension.Named("n");
        for (int i = 0; i < image.Length; i++)
            shape[i + 1] = image[i];
        return new OnnxModelBuilder(21).Domain(Microsoft, 1).Input("x", ElementType.UInt8, shape).Initializer("s", TestTensors.Float(0.1f))
            .Initializer("z", Random.Integers(ElementType.UInt8, Shape.Scalar, 3, 4));
    }

    private static OnnxModelBuilder Image() => new OnnxModelBuilder(21).Input("x", Dimension.Named("n"), 4, 6, 5);
}
