using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;


/// <summary>What ArgMax and ArgMin have in common.</summary>
public abstract class ArgTests
{
    private protected abstract string Name { get; }

    private protected abstract bool Largest { get; }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(1, false)]
    [InlineData(-1, false)]
    [InlineData(2, true)]
    public void Along_every_axis_with_equal_elements(int axis, bool keep)
    {
        // Many equal elements.
        Tensor x = Tensor.From<float>(
            new Shape(3, 17, 5, 7), [.. new TensorRandom(1).Integers(ElementType.Int32, new Shape(3 * 17 * 35), 0, 6).Span<int>().ToArray()
                .Select(v => (float)v)]);
        foreach (long opset in new[] { 1, 11, 13 })
            new OperatorCase(Name, opset).Input(x).Attribute("axis", axis).Attribute("keepdims", keep).Outputs(ElementType.Int64)
                .Check(Tolerance.Exact, ReferenceSelection.Extreme(x, axis, Largest, last: false, keep));
        new OperatorCase(Name, 13).Input(x).Attribute("axis", axis).Attribute("keepdims", keep).Attribute("select_last_index", 1)
            .Outputs(ElementType.Int64).Check(Tolerance.Exact, ReferenceSelection.Extreme(x, axis, Largest, last: true, keep));
    }

    [Theory]
    [InlineData(ElementType.Float64)]
    [InlineData(ElementType.Int64)]
    [InlineData(ElementType.Int32)]
    [InlineData(ElementType.Int16)]
    [InlineData(ElementType.Int8)]
    [InlineData(ElementType.UInt64)]
    [InlineData(ElementType.UInt32)]
    [InlineData(ElementType.UInt16)]
    [InlineData(ElementType.UInt8)]
    public void Every_element_type(ElementType type)
    {
        Tensor x = new TensorRandom(2).Any(type, new Shape(2, 9, 3), 0, 4);
        new OperatorCase(Name, 13).WithoutOnnxRuntime().Input(x).Attribute("axis", 1).Outputs(ElementType.Int64)
            .Check(Tolerance.Exact, ReferenceSelection.Extreme(x, 1, Largest, last: false, keep: true));
    }

    [Fact]
    public void More_lines_than_one_block_has()
    {
        Tensor x = new TensorRandom(3).Floats(2, 5, 2500);
        new OperatorCase(Name, 13).Input(x).Attribute("axis", 1).Outputs(ElementType.Int64)
            .Check(Tolerance.Exact, ReferenceSelection.Extreme(x, 1, Largest, last: false, keep: true));
    }

    [Fact]
    public void NaN_is_the_most_extreme()
    {
        Tensor x = TestTensors.Floats(new Shape(2, 4), 1, float.NaN, 3, float.NaN, 5, 2, 1, 5);
        new OperatorCase(Name, 13).WithoutOnnxRuntime().Input(x).Attribute("axis", 1).Outputs(ElementType.Int64)
            .Check(Tolerance.Exact, ReferenceSelection.Extreme(x, 1, Largest, last: false, keep: true));
    }

    [Fact]
    public void Classes_of_a_convolution()
    {
        var random = new TensorRandom(4);
        byte[] model = new OnnxModelBuilder(13).Input("x", 2, 3, 7, 9).Initializer("w", random.Floats(21, 3, 3, 3))
            .Node("Conv", ["x", "w"], ["c"]).Node(Name, ["c"], ["y"], ("axis", 1)).Output("y", ElementType.Int64).Build();
        ModelCheck.AgreesWithOnnxRuntime(model, [random.Floats(2, 3, 7, 9)], Tolerance.Exact);
    }

    [Fact]
    public void An_axis_without_elements_is_refused()
    {
        var x = new Tensor(ElementType.Float32, new Shape(2, 0));
        byte[] model = new OperatorCase(Name, 13).Input(x).Attribute("axis", 1).Outputs(ElementType.Int64)
            .Build(symbolic: true, folded: false);
        Assert.Contains("axis 1", Assert.ThrowsAny<InferenceException>(() => TestEngines.Best.Run(model, [x]))
            .Message, StringComparison.Ordinal);
    }
}
