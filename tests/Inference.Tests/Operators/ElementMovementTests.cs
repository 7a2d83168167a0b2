using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

/// <summary>What only moves elements moves those of every type: 1, 2, 4 and 8 bytes.</summary>
public sealed class ElementMovementTests
{
    private static readonly Shape Image = new(2, 6, 5, 7);

    public static TheoryData<ElementType> Types() => [.. Enum.GetValues<ElementType>()];

    [Theory]
    [MemberData(nameof(Types))]
    public void Reordered(ElementType type)
    {
        Tensor x = Random(type, Image);
        Check(type, "Transpose", 13, ReferenceMovement.Transpose(x, 0, 2, 3, 1), c => c.Attribute("perm", new[] { 0, 2, 3, 1 }), x);
        Check(type, "Transpose", 13, ReferenceMovement.Transpose(x, 3, 1, 0, 2), c => c.Attribute("perm", new[] { 3, 1, 0, 2 }), x);
        Check(type, "Reshape", 13, NdArray.Of(x).Reshape(2, 3, 2, 5, 7), c => c.Constant(TestTensors.Int64s(2, 3, 2, 5, 7)), x);
        Check(type, "Flatten", 13, NdArray.Of(x).Reshape(2, 210), c => c, x);
        Check(type, "Identity", 13, NdArray.Of(x), c => c, x);
        Check(type, "Unsqueeze", 13, NdArray.Of(x).Reshape(2, 1, 6, 5, 7), c => c.Constant(TestTensors.Int64s(1)), x);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Cut(ElementType type)
    {
        Tensor x = Random(type, Image);
        NdArray sliced = ReferenceMovement.Slice(ReferenceMovement.Slice(x, 1, 4, -100, -3), 3, 6, -100, -1);
        Check(
            type, "Slice", 13, sliced,
            c => c.Constant(TestTensors.Int64s(4, 6)).Constant(TestTensors.Int64s(-100, -100)).Constant(TestTensors.Int64s(1, 3))
                .Constant(TestTensors.Int64s(-3, -1)), x);
        NdArray gathered = ReferenceMovement.Gather(x, new NdArray(new Shape(3), [2, 0, 4]), 2);
        Check(type, "Gather", 13, gathered, c => c.Constant(TestTensors.Int64s(2, 0, -1)).Attribute("axis", 2), x);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Put_together(ElementType type)
    {
        Tensor x = Random(type, Image), y = Random(type, Image.With(1, 3));
        Check(type, "Concat", 13, ReferenceMovement.Concat(1, x, y), c => c.Attribute("axis", 1), x, y);
        Tensor z = Random(type, Image.With(3, 2));
        Check(type, "Concat", 13, ReferenceMovement.Concat(3, x, z), c => c.Attribute("axis", 3), x, z);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Framed(ElementType type)
    {
        Tensor x = Random(type, Image);
        long[] pads = [0, 0, 1, 2, 0, 0, 2, 1];
        Tensor filler = Random(type, Shape.Scalar);
        Check(
            type, "Pad", 13, ReferenceMovement.Pad(x, pads, "constant", filler.ToDoubles()[0]),
            c => c.Constant(TestTensors.Int64s(pads)).Constant(filler), x);
        foreach (string mode in new[] { "edge", "reflect" })
            Check(
                type, "Pad", 13, ReferenceMovement.Pad(x, pads, mode, 0), c => c.Constant(TestTensors.Int64s(pads))
                    .Attribute("mode", mode), x);
    }

    /// <summary>
    /// Concatenations along channels, whose operands are written directly into the result, and a channel shuffle, which is one copy,
    /// through other nodes that move.
    /// </summary>
    [Theory]
    [MemberData(nameof(Types))]
    public void Through_several_nodes(ElementType type)
    {
        Tensor x = Random(type, Image);
        byte[] model = new OnnxModelBuilder().Input("x", type, [.. Image.Select(d => (Dimension)d)])
            .Initializer("pads", TestTensors.Int64s(0, 0, 1, 1, 0, 0, 1, 1)).Initializer("split", TestTensors.Int64s(2, 3, 2, 7, 9))
            .Initializer("join", TestTensors.Int64s(2, 6, 7, 9))
            .Node("Pad", ["x", "pads"], ["a"]).Node("Reshape", ["a", "split"], ["b"])
            .Node("Transpose", "b", "c", ("perm", new[] { 0, 2, 1, 3, 4 }))
            .Node("Reshape", ["c", "join"], ["d"]).Node("Split", ["d"], ["e", "f"], ("axis", 1))
            .Node("Concat", ["f", "a", "e"], ["y"], ("axis", 1))
            .Output("y", type).Build();
        NdArray padded = ReferenceMovement.Pad(x, [0, 0, 1, 1, 0, 0, 1, 1], "constant", 0);
        NdArray shuffled = ReferenceMovement.Transpose(padded.Reshape(2, 3, 2, 7, 9), 0, 2, 1, 3, 4).Reshape(2, 6, 7, 9);
        NdArray first = ReferenceMovement.Slice(shuffled, 1, 0, 3), second = ReferenceMovement.Slice(shuffled, 1, 3, 6);
        NdArray expected = ReferenceMovement.Concat(1, second, padded, first);
        foreach (bool optimize in new[] { false, true })
        {
            Tensor actual = TestEngines.Get(InstructionSets.Best, optimize).Run(model, [x])[0];
            Assert.Equal(type, actual.ElementType);
            Assert.Null(Tolerance.Exact.Explain(expected.Shape, expected.Values, actual));
        }
    }

    private static Tensor Random(ElementType type, Shape shape) =>
        new TensorRandom(shape.Rank).Any(type, shape, 0, type == ElementType.Bool ? 2 : 100);

    private static void Check(
        ElementType type, string operation, long opset, NdArray expected, Func<OperatorCase, OperatorCase> rest, params Tensor[] operands)
    {
        var one = new OperatorCase(operation, opset);
        foreach (Tensor operand in operands)
            one.Input(operand);
        // ONNX Runtime has no Pad for some types.
        OperatorCase whole = rest(one);
        (operation == "Pad" && type is ElementType.UInt16 or ElementType.Int16 or ElementType.Float16 or ElementType.BFloat16
            ? whole.WithoutOnnxRuntime() : whole)
            .Check(Tolerance.Exact, expected);
    }
}
