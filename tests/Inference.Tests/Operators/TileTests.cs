using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;


public sealed class TileTests
{
    public static TheoryData<ElementType> Types() => [.. Enum.GetValues<ElementType>()];

    [Theory]
    [InlineData(new long[] { 2, 1, 3 })]
    [InlineData(new long[] { 1, 1, 1 })]
    [InlineData(new long[] { 1, 4, 1 })]
    [InlineData(new long[] { 1, 0, 2 })]
    public void Every_axis(long[] repeats)
    {
        Tensor x = new TensorRandom(1).Floats(3, 5, 7);
        NdArray expected = ReferenceIndexing.Tile(x, repeats);
        foreach (long opset in new[] { 6, 13 })
        {
            new OperatorCase("Tile", opset).Input(x).Input(TestTensors.Int64s(repeats)).Check(Tolerance.Exact, expected);
            new OperatorCase("Tile", opset).Input(x).Constant(TestTensors.Int64s(repeats)).Check(Tolerance.Exact, expected);
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_element_type(ElementType type)
    {
        Tensor x = new TensorRandom(1).Any(type, new Shape(2, 3), 0, 2);
        new OperatorCase("Tile", 13).WithoutOnnxRuntime().Input(x).Constant(TestTensors.Int64s(2, 2))
            .Check(Tolerance.Exact, ReferenceIndexing.Tile(x, 2, 2));
    }

    [Fact]
    public void In_opset_1_tiles_along_one_axis()
    {
        Tensor x = new TensorRandom(1).Floats(2, 3, 4);
        new OperatorCase("Tile", 1).WithoutOnnxRuntime().Input(x).Constant(TestTensors.Float(3)).Constant(TestTensors.Float(1))
            .Check(Tolerance.Exact, ReferenceIndexing.Tile(x, 1, 3, 1));
    }

    [Fact]
    public void A_map_of_a_convolution()
    {
        var random = new TensorRandom(4);
        byte[] model = new OnnxModelBuilder(13).Input("x", 2, 3, 5, 4).Initializer("w", random.Floats(6, 3, 1, 1))
            .Initializer("r", TestTensors.Int64s(1, 2, 1, 3)).Node("Conv", ["x", "w"], ["c"]).Node("Tile", ["c", "r"], ["y"]).Output("y")
                .Build();
        ModelCheck.AgreesWithOnnxRuntime(model, [random.Floats(2, 3, 5, 4)], Tolerance.Accumulated);
    }

    [Fact]
    public void More_than_memory_is_refused()
    {
        Tensor x = new TensorRandom(1).Floats(2, 3), repeats = TestTensors.Int64s(long.MaxValue / 2, 3);
        byte[] model = new OperatorCase("Tile", 13).Input(x).Input(repeats).Build(symbolic: false, folded: false);
        Assert.ThrowsAny<InferenceException>(() => TestEngines.Best.Run(model, [x, repeats]));
    }
}
