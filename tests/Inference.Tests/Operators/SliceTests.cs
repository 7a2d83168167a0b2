using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class SliceTests
{
    private static readonly Tensor X = new TensorRandom(1).Floats(3, 17, 7, 13);

    [Theory]
    [InlineData(0, 1, 3)]
    [InlineData(1, 0, 5)]
    [InlineData(1, 5, 1000)]
    [InlineData(2, -3, -1)]
    [InlineData(3, -1000, 4)]
    [InlineData(3, 4, 4)]
    public void Bounds_as_attributes(int axis, int start, int end) =>
        new OperatorCase("Slice", 9).Input(X)
            .Attribute("axes", new[] { axis }).Attribute("starts", new[] { start }).Attribute("ends", new[] { end })
            .Check(Tolerance.Exact, ReferenceMovement.Slice(X, axis, start, end));

    [Fact]
    public void Attributes_without_axes_mean_the_first_axes() =>
        new OperatorCase("Slice", 7).Input(X).Attribute("starts", new[] { 1, 2 }).Attribute("ends", new[] { 3, 9 })
            .Check(Tolerance.Exact, ReferenceMovement.Slice(ReferenceMovement.Slice(X, 0, 1, 3), 1, 2, 9));

    [Theory]
    [InlineData(1, 0, 17, 2)]
    [InlineData(1, 1, 17, 3)]
    [InlineData(2, 0, 7, 2)]
    [InlineData(3, -1, long.MinValue, -1)]
    [InlineData(3, 9, 2, -2)]
    [InlineData(3, 1000, -1000, -3)]
    [InlineData(1, -1, 0, -5)]
    [InlineData(0, 0, long.MaxValue, 1)]
    [InlineData(-1, 3, -2, 4)]
    [InlineData(-3, 5, 2, 1)]
    public void Bounds_and_steps_as_inputs(int axis, long start, long end, long step)
    {
        NdArray expected = ReferenceMovement.Slice(X, axis, start, end == long.MinValue ? -1000 : end == long.MaxValue ? 1000 : end, step);
        foreach (long opset in new long[] { 10, 11, 13 })
        {
            new OperatorCase("Slice", opset).Input(X).Constant(TestTensors.Int64s(start)).Constant(TestTensors.Int64s(end))
                .Constant(TestTensors.Int64s(axis)).Constant(TestTensors.Int64s(step)).Check(Tolerance.Exact, expected);
        }
    }

    [Fact]
    public void Several_axes_at_once() =>
        new OperatorCase("Slice", 13).Input(X).Constant(TestTensors.Int64s(1, 6, 12)).Constant(TestTensors.Int64s(9, -1000, 0))
            .Constant(TestTensors.Int64s(1, 2, 3)).Constant(TestTensors.Int64s(2, -2, -3))
            .Check(
                Tolerance.Exact,
                ReferenceMovement.Slice(ReferenceMovement.Slice(ReferenceMovement.Slice(X, 1, 1, 9, 2), 2, 6, -1000, -2), 3, 12, 0, -3));

    [Fact]
    public void Inputs_without_axes_and_steps() =>
        new OperatorCase("Slice", 10).Input(X).Constant(TestTensors.Int64s(1, 3)).Constant(TestTensors.Int64s(2, 11))
            .Check(Tolerance.Exact, ReferenceMovement.Slice(ReferenceMovement.Slice(X, 0, 1, 2), 1, 3, 11));

    [Fact]
    public void Other_element_types()
    {
        Tensor x = new TensorRandom(2).Integers(ElementType.Int64, new Shape(9), -50, 50);
        new OperatorCase("Slice", 13)
            .Input(x).Constant(TestTensors.Int64s(2)).Constant(TestTensors.Int64s(-1)).Constant(TestTensors.Int64s(0))
            .Check(Tolerance.Exact, ReferenceMovement.Slice(x, 0, 2, -1));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void Axes_and_steps_given_at_run_time(int operand)
    {
        var slice = new OperatorCase("Slice", 13).Input(X).Constant(TestTensors.Int64s(1)).Constant(TestTensors.Int64s(3));
        slice = operand == 3 ? slice.Input(TestTensors.Int64s(1)) : slice.Constant(TestTensors.Int64s(1)).Input(TestTensors.Int64s(1));
        byte[] model = slice.Build(symbolic: false, folded: false);
        ModelCheck.Agrees(model, [X, TestTensors.Int64s(1)], OnnxRuntimeOracle.Run(model, [X, TestTensors.Int64s(1)]), Tolerance.Exact);
    }

    [Fact]
    public void Everything_given_at_run_time()
    {
        Tensor x = new TensorRandom(1).Floats(7, 5);
        NdArray expected = ReferenceMovement.Slice(ReferenceMovement.Slice(x, 0, 5, 1, -2), 1, 1, 4);
        new OperatorCase("Slice", 13).Input(x).Input(TestTensors.Int64s(5, 1)).Input(TestTensors.Int64s(1, 4))
            .Input(TestTensors.Int64s(0, -1))
            .Input(TestTensors.Int64s(-2, 1)).Check(Tolerance.Exact, expected);
        Tensor Narrow(params int[] values) => Tensor.From<int>(new Shape(values.Length), values);
        new OperatorCase("Slice", 10).Input(x).Input(Narrow(5, 1)).Input(Narrow(1, 4)).Input(Narrow(0, 1)).Input(Narrow(-2, 1))
            .Check(Tolerance.Exact, expected);
    }

    [Fact]
    public void A_backward_start_in_front_of_all_elements_is_the_first() =>
        new OperatorCase("Slice", 13).Input(TestTensors.Floats(1, 2, 3)).Constant(TestTensors.Int64s(-9))
            .Constant(TestTensors.Int64s(long.MinValue)).Constant(TestTensors.Int64s(0)).Constant(TestTensors.Int64s(-1))
            .Check(Tolerance.Exact, NdArray.Of(TestTensors.Floats(1)));

    [Fact]
    public void Nothing_is_left() => new OperatorCase("Slice", 13).Input(new TensorRandom(1).Floats(7, 5)).Constant(TestTensors.Int64s(3))
        .Constant(TestTensors.Int64s(2)).Check(Tolerance.Exact, new NdArray(new Shape(0, 5)));
}
