using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;


public sealed class NonMaxSuppressionTests
{
    [Theory]
    [InlineData(0, 3, 0.5f, 0f)]
    [InlineData(0, 100, 0.3f, 0.4f)]
    [InlineData(1, 100, 0.5f, 0.1f)]
    [InlineData(1, 5, 0f, 0.9f)]
    [InlineData(0, 0, 0.5f, 0f)]
    [InlineData(0, 100, 1f, 0f)]
    public void Images_and_classes(int format, long most, float overlap, float threshold)
    {
        var random = new TensorRandom(format + 1);
        Tensor boxes = random.Floats(new Shape(2, 40, 4), 0, 1), scores = random.Floats(new Shape(2, 3, 40), 0, 1);
        foreach (long opset in new[] { 10, 11 })
            new DataDependentCase("NonMaxSuppression", opset).Input(boxes).Input(scores).Input(TestTensors.Int64s(most))
                .Input(TestTensors.Floats(overlap)).Input(TestTensors.Floats(threshold)).Attribute("center_point_box", (long)format)
                    .Check();
    }

    [Fact]
    public void Without_optional_inputs_and_with_equal_scores()
    {
        Tensor boxes = new TensorRandom(1).Floats(new Shape(1, 9, 4), 0, 1);
        Tensor scores = Tensor.From<float>(new Shape(1, 1, 9), [1, 2, 2, 1, 3, 3, 3, 1, 1]);
        new DataDependentCase("NonMaxSuppression", 11).Input(boxes).Input(scores).Check();
        new DataDependentCase("NonMaxSuppression", 11).Input(boxes).Input(scores).Input(TestTensors.Int64(9)).Check();
        new DataDependentCase("NonMaxSuppression", 11).Input(boxes).Input(scores).Input(TestTensors.Int64s(9)).Input(null)
            .Input(TestTensors.Float(1.5f)).Check();
    }

    [Fact]
    public void Corners_in_any_order_and_identical_boxes()
    {
        Tensor boxes = TestTensors.Floats(new Shape(1, 4, 4), 1, 1, 0, 0, 0, 0, 1, 1, 1, 0.9f, 0, -0.1f, 0, 10, 1, 11);
        Tensor scores = TestTensors.Floats(new Shape(1, 1, 4), 0.9f, 0.75f, 0.6f, 0.95f);
        new DataDependentCase("NonMaxSuppression", 11).Input(boxes).Input(scores).Input(TestTensors.Int64s(3))
            .Input(TestTensors.Floats(0.5f))
            .Input(TestTensors.Floats(0)).Check();
    }

    [Fact]
    public void Many_boxes_of_which_few_pass_the_threshold_are_quick()
    {
        Tensor boxes = new TensorRandom(1).Floats(new Shape(1, 25_000, 4), 0, 1);
        Tensor scores = new TensorRandom(2).Floats(new Shape(1, 80, 25_000), 0, 1);
        int asked = 0;
        Tensor found = new DataDependentCase("NonMaxSuppression", 11).Input(boxes).Input(scores).Input(TestTensors.Int64s(300))
            .Input(TestTensors.Floats(0.6f)).Input(TestTensors.Floats(0.999f)).Compute(throwIfStopped: () => asked++)[0];
        Assert.InRange(found.Shape[0], 80, 80 * 100);

        // Once for each class, and not once more: fewer than a million boxes were compared.
        Assert.Equal(80, asked);
    }

    [Fact]
    public void Stops_when_told_so()
    {
        Tensor boxes = new TensorRandom(1).Floats(new Shape(1, 5_000, 4), 0, 1);
        Tensor scores = new TensorRandom(2).Floats(new Shape(1, 1, 5_000), 0, 1);
        int asked = 0;
        Assert.Throws<OperationCanceledException>(() => new DataDependentCase("NonMaxSuppression", 11).Input(boxes).Input(scores)
            .Input(TestTensors.Int64s(5_000)).Input(TestTensors.Floats(1)).Compute(throwIfStopped: () =>
            {
                if (++asked == 3)
                    throw new OperationCanceledException();
            }));
    }

    [Fact]
    public void Boxes_that_do_not_fit_the_scores_are_refused() => Assert.Throws<InvalidInputException>(() =>
        new DataDependentCase("NonMaxSuppression", 11).Input(new TensorRandom(1).Floats(1, 3, 4)).Input(new TensorRandom(1).Floats(1, 1, 4))
            .Compute());
}
