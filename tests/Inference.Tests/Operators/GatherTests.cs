using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class GatherTests
{
    private static readonly Tensor X = new TensorRandom(1).Floats(3, 17, 7, 5);

    public static TheoryData<int, long[], long[]> Picks() => new()
    {
        { 0, [], [2] },
        { 0, [2], [0, 2] },
        { 1, [5], [16, 0, 3, 3, 9] },
        { 1, [2, 2], [-1, -17, 4, 0] },
        { 2, [1], [-7] },
        { 3, [3], [4, -2, 0] },
        { -1, [], [1] },
        { -2, [1, 2, 1], [6, 5] },
    };

    [Theory]
    [MemberData(nameof(Picks))]
    public void Any_axis_any_shape_of_indices(int axis, long[] shape, long[] picks)
    {
        Tensor indices = Tensor.From<long>(new Shape(shape), picks);
        NdArray expected = ReferenceMovement.Gather(X, indices, axis);
        new OperatorCase("Gather", 11).Input(X).Constant(indices).Attribute("axis", axis).Check(Tolerance.Exact, expected);
        new OperatorCase("Gather", 13).Input(X).Input(indices).Attribute("axis", axis).Check(Tolerance.Exact, expected);
        Tensor narrow = Tensor.From<int>(new Shape(shape), [.. picks.Select(p => (int)p)]);
        new OperatorCase("Gather", 13).Input(X).Constant(narrow).Attribute("axis", axis).Check(Tolerance.Exact, expected);
    }

    [Theory]
    [InlineData(17)]
    [InlineData(-18)]
    public void An_index_outside_the_axis_is_refused(int index)
    {
        Tensor indices = TestTensors.Int64s(index);
        byte[] given = new OperatorCase("Gather", 13).Input(X).Input(indices).Attribute("axis", 1).Build(symbolic: false, folded: false);
        byte[] stored = new OperatorCase("Gather", 13).Input(X).Constant(indices).Attribute("axis", 1)
            .Build(symbolic: false, folded: false);
        Assert.All<InferenceException>(
            [
                Assert.Throws<InvalidInputException>(() => TestEngines.Best.Run(given, [X, indices])),
                Assert.Throws<InvalidModelException>(() => TestEngines.Best.Run(stored, [X])),
            ],
            error => Assert.Contains($"{index}", error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void From_constants_and_integers()
    {
        Tensor table = new TensorRandom(2).Integers(ElementType.Int64, new Shape(9), -50, 50), indices = TestTensors.Int64s(8, 0, 3);
        new OperatorCase("Gather", 7).Input(table).Constant(indices).Check(Tolerance.Exact, ReferenceMovement.Gather(table, indices, 0));
    }

    [Fact]
    public void No_indices_give_nothing() => new OperatorCase("Gather", 13).Input(X).Constant(new Tensor(ElementType.Int64, new Shape(0)))
        .Attribute("axis", 1).Check(Tolerance.Exact, new NdArray(new Shape(3, 0, 7, 5)));

    [Fact]
    public void In_opset_1()
    {
        Tensor indices = TestTensors.Int64s(2, 0);
        new OperatorCase("Gather", 1).Input(X).Input(indices).Check(Tolerance.Exact, ReferenceMovement.Gather(X, indices, 0));
    }
}
