using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class SplitTests
{
    private static readonly Tensor X = new TensorRandom(1).Floats(2, 18, 7, 5);

    public static TheoryData<int, long[]> Parts() => new()
    {
        { 1, [6, 6, 6] },
        { 1, [1, 17] },
        { 1, [3, 5, 10] },
        { 0, [1, 1] },
        { 2, [3, 4] },
        { -1, [1, 4] },
        { -3, [9, 9] },
        { 1, [18] },
        { 1, [0, 18] },
    };

    [Theory]
    [MemberData(nameof(Parts))]
    public void Lengths_as_attribute_or_input(int axis, long[] lengths)
    {
        NdArray[] expected = Expected(axis, lengths);
        ElementType[] types = [.. lengths.Select(_ => ElementType.Float32)];
        new OperatorCase("Split", 11).Input(X).Attribute("axis", axis).Attribute("split", lengths).Outputs(types)
            .Check(Tolerance.Exact, expected);
        new OperatorCase("Split", 13).Input(X).Constant(TestTensors.Int64s(lengths)).Attribute("axis", axis).Outputs(types)
            .Check(Tolerance.Exact, expected);
    }

    [Theory]
    [InlineData(7, 2)]
    [InlineData(11, 3)]
    [InlineData(13, 6)]
    public void Equal_parts_follow_from_the_number_of_outputs(int opset, int count) =>
        new OperatorCase("Split", opset).Input(X).Attribute("axis", 1)
            .Outputs([.. Enumerable.Repeat(ElementType.Float32, count)])
            .Check(Tolerance.Exact, Expected(1, [.. Enumerable.Repeat(18L / count, count)]));

    [Fact]
    public void From_opset_18_the_last_part_may_be_shorter() =>
        new OperatorCase("Split", 18).Input(X).Attribute("axis", 1).Attribute("num_outputs", 4)
            .Outputs([.. Enumerable.Repeat(ElementType.Float32, 4)])
            .Check(Tolerance.Exact, Expected(1, [5, 5, 5, 3]));

    private static NdArray[] Expected(int axis, long[] lengths)
    {
        var parts = new NdArray[lengths.Length];
        long start = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] = ReferenceMovement.Slice(X, axis, start, start + lengths[i]);
            start += lengths[i];
        }

        return parts;
    }

    [Fact]
    public void In_opset_1_the_lengths_may_be_an_input()
    {
        Tensor x = new TensorRandom(1).Floats(2, 5);
        NdArray first = ReferenceMovement.Slice(x, 1, 0, 2), second = ReferenceMovement.Slice(x, 1, 2, 5);
        new OperatorCase("Split", 1).WithoutOnnxRuntime().Input(x).Input(TestTensors.Int64s(2, 3)).Attribute("axis", 1)
            .Outputs(ElementType.Float32, ElementType.Float32).Check(Tolerance.Exact, first, second);
        new OperatorCase("Split", 1).WithoutOnnxRuntime().Input(x).Attribute("split", new[] { 2, 3 }).Attribute("axis", 1)
            .Outputs(ElementType.Float32, ElementType.Float32).Check(Tolerance.Exact, first, second);
    }

    [Fact]
    public void Parts_without_elements()
    {
        Tensor x = new TensorRandom(1).Floats(4, 2);
        new OperatorCase("Split", 18).Input(x).Input(TestTensors.Int64s(0, 4, 0))
            .Outputs(ElementType.Float32, ElementType.Float32, ElementType.Float32)
            .Check(Tolerance.Exact, new NdArray(new Shape(0, 2)), x, new NdArray(new Shape(0, 2)));
    }
}
