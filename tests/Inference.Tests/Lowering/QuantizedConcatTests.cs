using Fovea.Inference.Steps;
using Fovea.Inference.Tests.Operators;
using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;
using Fovea.Kernels;

namespace Fovea.Inference.Tests.Lowering;

/// <summary>
/// Concatenations of bytes: operands with the scale and the zero point of the result are written directly into it, others go through a
/// table. The operands %a, %b and %d have 5, 6 and 4 channels and come from convolutions.
/// </summary>
public sealed class QuantizedConcatTests
{
    private const string Microsoft = "com.microsoft";

    private static readonly (string Name, float Scale, byte Zero)[] Operands = [("a", 0.05f, 7), ("b", 0.05f, 7), ("d", 0.04f, 7)];

    [Theory]
    [InlineData("a,b", 0)]
    [InlineData("b,a", 0)]
    [InlineData("a,d,b", 1)]
    [InlineData("d", 1)]
    [InlineData("a,b,a", 0, 1)]
    public void As_a_node(string operands, int tables, int copies = 0)
    {
        string[] names = operands.Split(',');
        OnnxModelBuilder builder = Start();
        foreach ((string name, _, _) in Operands)
        {
            builder.Node(
                "QLinearConv", ["x", "s", "z", $"w{name}", "ws", "wz", $"s{name}", "z"], [name], ("pads", new[] { 1, 1, 1, 1 }));
        }

        byte[] apart = Apart(builder, names);
        byte[] whole = builder.Node(
            Microsoft, "QLinearConcat", ["sa", "z", .. names.SelectMany(name => new[] { name, $"s{name}", "z" })], ["y"], ("axis", 1))
            .Output("y", ElementType.UInt8).Build();
        Check(whole, apart, names, tables, copies);
    }

    [Theory]
    [InlineData("a,b", 0)]
    [InlineData("a,d,b", 1)]
    public void Between_real_numbers(string operands, int tables)
    {
        string[] names = operands.Split(',');
        OnnxModelBuilder builder = Start().Node("DequantizeLinear", ["x", "s", "z"], ["xr"]);
        foreach ((string name, _, _) in Operands)
        {
            builder.Node("DequantizeLinear", [$"w{name}", "ws", "wz"], [$"w{name}r"])
                .Node("Conv", ["xr", $"w{name}r"], [$"{name}v"], ("pads", new[] { 1, 1, 1, 1 }))
                .Node("QuantizeLinear", [$"{name}v", $"s{name}", "z"], [name])
                .Node("DequantizeLinear", [name, $"s{name}", "z"], [$"{name}r"]);
        }

        byte[] apart = Apart(builder, names);
        byte[] whole = builder.Node("Concat", [.. names.Select(name => $"{name}r")], ["yr"], ("axis", 1))
            .Node("QuantizeLinear", ["yr", "sa", "z"], ["y"]).Output("y", ElementType.UInt8).Build();
        Check(whole, apart, names, tables, copies: 0);
    }

    /// <summary>Behind a concatenation whose pixels are no whole words there is a product of words.</summary>
    [Fact]
    public void A_convolution_reads_the_whole()
    {
        byte[] bytes = Start().Initializer("wy", Weights(3, 11, 1))
            .Node("QLinearConv", ["x", "s", "z", "wa", "ws", "wz", "sa", "z"], ["a"])
            .Node("QLinearConv", ["x", "s", "z", "wb", "ws", "wz", "sb", "z"], ["b"])
            .Node(Microsoft, "QLinearConcat", ["sa", "z", "a", "sa", "z", "b", "sb", "z"], ["c"], ("axis", 1))
            .Node("QLinearConv", ["c", "sa", "z", "wy", "ws", "wz", "sa", "z"], ["y"]).Output("y", ElementType.UInt8).Build();
        // The image into channels-last order, and the result out of it.
        using (InferenceModel model = TestEngines.Best.Load(bytes, "net.onnx"))
            Assert.Equal(2, model.Compile([Image.Shape]).LeafSteps.Count(step => step is CopyStep or LookupStep));
        Tensor expected = OnnxRuntimeOracle.Run(bytes, [Image])[0], found = TestEngines.Best.Run(bytes, [Image])[0];
        Assert.All(expected.ToDoubles().Zip(found.ToDoubles()), pair => Assert.InRange(pair.Second - pair.First, -1, 1));
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(-0.5f)]
    [InlineData(1e37f)]
    [InlineData(1e-42f)]
    [InlineData(float.NaN)]
    public void Strange_scales_are_as_the_definition_has_them(float scale)
    {
        byte[] bytes = new OnnxModelBuilder(13).Domain(Microsoft, 1).Input("x", ElementType.UInt8, 1, 3, 4, 5)
            .Initializer("s", TestTensors.Float(scale)).Initializer("z", TestTensors.Byte(7))
            .Node(Microsoft, "QLinearConcat", ["s", "z", "x", "s", "z", "x", "s", "z"], ["y"], ("axis", 1))
            .Output("y", ElementType.UInt8).Build();
        Tensor x = new TensorRandom(3).Integers(ElementType.UInt8, new Shape(1, 3, 4, 5), 0, 256);
        NdArray one = ReferenceQuantization.Quantize(
            ReferenceQuantization.Dequantize(x, TestTensors.Float(scale), TestTensors.Byte(7)), TestTensors.Float(scale),
            TestTensors.Byte(7), ElementType.UInt8);
        ModelCheck.Agrees(bytes, [x], [Bytes(ReferenceMovement.Concat(1, one, one))], Tolerance.Exact);
    }

    private static void Check(byte[] whole, byte[] apart, string[] names, int tables, int copies)
    {
        using (InferenceModel model = TestEngines.Best.Load(whole, "net.onnx"))
        {
            IReadOnlyList<Step> steps = [.. model.Compile([Image.Shape]).LeafSteps];
            Assert.Equal(tables, steps.Count(step => step is LookupStep));
            Assert.Equal(copies, steps.Count(step => step is CopyStep && step.Kernel == "copy into concatenation"));
            Assert.DoesNotContain(steps, step => step.Writes.Any(view => view.Type == ElementType.Float32));
        }

        Tensor[] parts = TestEngines.Best.Run(apart, [Image]);
        NdArray expected = ReferenceMovement.Concat(1, [.. names.Distinct().Index().Select(part =>
        {
            (_, float scale, byte zero) = Operands.Single(operand => operand.Name == part.Item);
            return ReferenceQuantization.Quantize(
                ReferenceQuantization.Dequantize(parts[part.Index], TestTensors.Float(scale), TestTensors.Byte(zero)),
                TestTensors.Float(Operands[0].Scale), TestTensors.Byte(zero), ElementType.UInt8);
        })]);
        if (names.Distinct().Count() < names.Length)
            expected = ReferenceMovement.Concat(1, expected, ReferenceMovement.Slice(expected, 1, 0, 5));
        foreach (InstructionSet set in KernelSet.Available)
            ModelCheck.Equal([Bytes(expected)], TestEngines.Get(set).Run(whole, [Image]), Tolerance.Exact, $"{set}");
    }

    // The same network, whose results are the operands.
    private static byte[] Apart(OnnxModelBuilder whole, string[] names)
    {
        var builder = new OnnxModelBuilder();
        builder.Model.MergeFrom(whole.Model);
        builder.Model.OpsetImport.RemoveAt(0);
        foreach (string name in names.Distinct())
            builder.Output(name, ElementType.UInt8);
        return builder.Build();
    }

    private static Tensor Bytes(NdArray x) => Tensor.From<byte>(x.Shape, [.. x.Values.Select(value => (byte)value)]);

    private static Tensor Image { get; } = new TensorRandom(2).Integers(ElementType.UInt8, new Shape(2, 3, 6, 7), 0, 256);

    private static OnnxModelBuilder Start()
    {
        OnnxModelBuilder builder = new OnnxModelBuilder(13).Domain(Microsoft, 1).Input("x", ElementType.UInt8, 2, 3, 6, 7)
            .Initializer("s", TestTensors.Float(0.02f)).Initializer("z", TestTensors.Byte(7))
            .Initializer("ws", TestTensors.Float(0.004f)).Initializer("wz", Tensor.From<sbyte>(Shape.Scalar, [0]))
            .Initializer("wa", Weights(5, 3, 3)).Initializer("wb", Weights(6, 3, 3)).Initializer("wd", Weights(4, 3, 3));
        foreach ((string name, float scale, _) in Operands)
            builder.Initializer($"s{name}", TestTensors.Float(scale));
        return builder;
    }

    private static Tensor Weights(int maps, long channels, long size) =>
        QuantizedOperands.Weights(ElementType.Int8, maps, channels, size, size);
}
