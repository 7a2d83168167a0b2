using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Graphs;

/// <summary>What layers of integers stand for, as descriptions of layers say it.</summary>
public sealed class ByteMeaningTests
{
    private const string Microsoft = "com.microsoft";

    [Fact]
    public void The_node_that_writes_them_says_it()
    {
        OnnxModelBuilder model = Parameters().Input("x", 1, 4, 6, 6)
            .Node("QuantizeLinear", ["x", "s1", "z1"], ["a"])
            .Node("QLinearConv", ["a", "s1", "z1", "w", "sw", "zw", "s2", "z2"], ["b"])
            .Node(Microsoft, "QLinearAdd", ["b", "s2", "z2", "b", "s2", "z2", "s3", "z1"], ["c"])
            .Node(Microsoft, "QLinearConcat", ["s1", "z2", "c", "s3", "z1", "b", "s2", "z2"], ["d"], ("axis", 1))
            .Node("DequantizeLinear", ["d", "s1", "z2"], ["y"]).Output("y");
        Check(model, "a 0.5 3", "b 0.25 -7", "c 2 3", "d 0.5 -7", "y");
    }

    [Fact]
    public void Nodes_that_choose_among_them_keep_it()
    {
        OnnxModelBuilder model = Parameters().Input("x", 1, 4, 6, 6)
            .Node("QuantizeLinear", ["x", "s1", "z1"], ["a"])
            .Node("MaxPool", "a", "b", ("kernel_shape", new[] { 2, 2 }))
            .Node("Transpose", "b", "c", ("perm", new[] { 0, 2, 3, 1 }))
            .Node("Reshape", ["c", "shape"], ["d"])
            .Node("Concat", ["d", "d"], ["e"], ("axis", 1))
            .Node("QuantizeLinear", ["x", "s2", "z1"], ["f"]).Node("Concat", ["a", "f"], ["g"], ("axis", 1))
            .Output("e", ElementType.UInt8).Output("g", ElementType.UInt8);
        Check(model, "a 0.5 3", "b 0.5 3", "c 0.5 3", "d 0.5 3", "e 0.5 3", "f 0.25 3", "g");
    }

    [Fact]
    public void Otherwise_the_node_that_reads_them_says_it_even_through_others()
    {
        OnnxModelBuilder model = Parameters().Input("x", ElementType.UInt8, 1, 4, 6, 6)
            .Node("Transpose", "x", "a", ("perm", new[] { 0, 2, 3, 1 }))
            .Node("Reshape", ["a", "shape"], ["b"])
            .Node("DequantizeLinear", ["b", "s2", "z1"], ["y"]).Output("y");
        Check(model, "a 0.25 3", "b 0.25 3", "y");
    }

    [Fact]
    public void Nothing_is_said_of_several_scales_computed_ones_and_other_integers()
    {
        OnnxModelBuilder model = Parameters().Input("x", 1, 4, 6, 6).Input("s")
            .Node("QuantizeLinear", ["x", "sw"], ["a"], ("axis", 1))
            .Node("QuantizeLinear", ["x", "s", "z1"], ["b"])
            .Node("DynamicQuantizeLinear", ["x"], ["c", "scale", "zero"])
            .Node("Cast", "x", "d", ("to", (int)ElementType.UInt8))
            .Node("QuantizeLinear", ["x", "nan", "z1"], ["e"])
            .Output("a", ElementType.UInt8).Output("b", ElementType.UInt8).Output("c", ElementType.UInt8).Output("scale")
            .Output("zero", ElementType.UInt8).Output("d", ElementType.UInt8).Output("e", ElementType.UInt8);
        Check(model, "a", "b", "c", "scale", "zero", "d", "e");
    }

    [Fact]
    public void Steps_that_compute_with_integers_are_told_from_those_that_only_convert()
    {
        OnnxModelBuilder model = Parameters().Input("x", 1, 4, 6, 6)
            .Node("DynamicQuantizeLinear", ["x"], ["a", "scale", "zero"])
            .Node("ConvInteger", ["a", "w", "zero"], ["b"])
            .Node("Cast", "b", "c", ("to", (int)ElementType.Float32))
            .Node("Mul", ["c", "scale"], ["d"]).Node("Sigmoid", "d", "y").Output("y");
        using InferenceModel loaded = TestEngines.Best.Load(model.Build(), "model");
        // The step of the product makes real numbers of its sums too.
        Assert.Equal(
            ["b", "c", "d"], loaded.DescribeLayers([new Shape(1, 4, 6, 6)]).Where(layer => layer.UsesIntegers).Select(layer => layer.Name));
    }

    [Fact]
    public void Weights_of_integers_are_parameters()
    {
        OnnxModelBuilder model = Parameters().Input("x", 1, 4, 6, 6)
            .Node("DynamicQuantizeLinear", ["x"], ["a", "scale", "zero"])
            .Node("ConvInteger", ["a", "w", "zero", "zw"], ["y"]).Output("y", ElementType.Int32);
        using InferenceModel loaded = TestEngines.Best.Load(model.Build(), "model");
        Assert.Equal(16, loaded.ParameterCount);
    }

    private static OnnxModelBuilder Parameters()
    {
        var random = new TensorRandom(1);
        return new OnnxModelBuilder().Domain(Microsoft, 1)
            .Initializer("s1", TestTensors.Float(0.5f)).Initializer("s2", TestTensors.Float(0.25f)).Initializer("s3", TestTensors.Float(2f))
            .Initializer("nan", TestTensors.Float(float.NaN))
            .Initializer("z1", Tensor.From<byte>(Shape.Scalar, [3])).Initializer("z2", Tensor.From<sbyte>(Shape.Scalar, [-7]))
            .Initializer("w", random.Integers(ElementType.Int8, new Shape(4, 4, 1, 1), -9, 9)).Initializer("sw", random.Floats(4))
            .Initializer("zw", Tensor.From<sbyte>(Shape.Scalar, [0]))
            .Initializer("shape", Tensor.From<long>(new Shape(2), [1, -1]));
    }

    private static void Check(OnnxModelBuilder model, params string[] expected)
    {
        using InferenceModel loaded = TestEngines.Best.Load(model.Build(), "model");
        Shape[] shapes = [.. loaded.Inputs.Select(input => new Shape([.. input.Shape.Dimensions!.Select(d => d.Value!.Value)]))];
        Assert.Equal(
            expected,
            loaded.DescribeLayers(shapes).Select(layer =>
                FormattableString.Invariant($"{layer.Name} {layer.Scale} {layer.ZeroPoint}").TrimEnd()));
    }
}
