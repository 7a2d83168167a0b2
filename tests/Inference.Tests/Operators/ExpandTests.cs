using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class ExpandTests
{
    private static readonly TensorRandom Random = new(4);

    public static TheoryData<long[], long[]> Shapes() => new()
    {
        { [3, 1], [3, 4] }, { [3, 1], [2, 1, 6] }, { [1, 5, 1, 1], [2, 5, 3, 7] }, { [2, 3, 4, 5], [1] }, { [1], [13, 17] }, { [], [3, 2] },
        { [4, 1, 31], [1, 3, 1] }, { [2, 1, 1], [2, 1, 1] },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Repeats_axes_of_one_element(long[] from, long[] shape)
    {
        Tensor x = Random.Floats(from);
        Check(x, shape);
    }

    [Theory]
    [InlineData(ElementType.Int64)]
    [InlineData(ElementType.Int32)]
    [InlineData(ElementType.UInt8)]
    public void Other_element_types(ElementType type) => Check(Random.Integers(type, new Shape(3, 1, 5), 0, 50), [2, 3, 4, 1]);

    [Fact]
    public void A_shape_that_does_not_broadcast_is_refused()
    {
        byte[] model = new OnnxModelBuilder(13).Input("x", 3, 2).Initializer("shape", TestTensors.Int64s(3, 4))
            .Node("Expand", ["x", "shape"], ["y"]).Output("y").Build();
        InvalidModelException error = Assert.Throws<InvalidModelException>(() => TestEngines.Best.Load(model, "expand.onnx"));
        Assert.Contains("[3,2]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_reads_it_reads_the_repeated_elements()
    {
        Tensor x = Random.Floats(1, 3, 1, 1);
        byte[] model = new OnnxModelBuilder(13).Input("x", 1, 3, 1, 1).Initializer("shape", TestTensors.Int64s(2, 3, 5, 4))
            .Initializer("w", Random.Floats(4, 3, 3, 3))
            .Node("Expand", ["x", "shape"], ["a"]).Node("Conv", ["a", "w"], ["b"])
            .Node("Relu", "a", "c").Output("b").Output("c").Output("a").Build();
        ModelCheck.AgreesWithOnnxRuntime(model, [x], Tolerance.Accumulated);
    }

    private static void Check(Tensor x, long[] shape)
    {
        long[] broadcast = [.. Enumerable.Range(1, Math.Max(x.Shape.Rank, shape.Length)).Reverse().Select(i =>
            i > shape.Length ? x.Shape[-i] : i > x.Shape.Rank || x.Shape[-i] == 1 ? shape[^i] : x.Shape[-i])];
        NdArray from = x;
        NdArray expected = NdArray.Build(new Shape(broadcast), index => from[[.. Enumerable.Range(0, x.Shape.Rank).Select(a =>
            x.Shape[a] == 1 ? 0 : index[a + broadcast.Length - x.Shape.Rank])]]);
        new OperatorCase("Expand", 13).Input(x).Constant(TestTensors.Int64s(shape)).Check(Tolerance.Exact, expected);
        new OperatorCase("Expand", 8).Input(x).Input(TestTensors.Int64s(shape)).Check(Tolerance.Exact, expected);
    }
}
