using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Optimization;

/// <summary>Plans of one model share constants that passes derive, even if different plans derive different constants.</summary>
public sealed class PlansOfOneModelTests
{
    private readonly TensorRandom _random = new(9);

    /// <summary>
    /// Asked for %y, the convolution takes the normalisation and the factor; asked for %a as well, the normalisation takes the factor.
    /// </summary>
    [Fact]
    public void A_factor_folds_into_one_node_or_another_by_what_is_asked_for()
    {
        byte[] bytes = Image(2, 3).Initializer("s", _random.Floats(2, 1, 1))
            .Initializer("scale", _random.Floats(2)).Initializer("shift", _random.Floats(2)).Initializer("mean", _random.Floats(2))
            .Initializer("variance", _random.Floats(new Shape(2), 1, 2))
            .Node("Conv", ["x", "w", "c"], ["a"]).BatchNorm("a", "b").Node("Mul", ["b", "s"], ["y"]).Output("y").Build();
        Tensor image = _random.Floats(1, 2, 2, 3);
        using InferenceModel model = TestEngines.Best.Load(bytes, "test.onnx");
        Tensor alone = model.Run([image], ["y"])[0];
        ModelCheck.Equal([alone], [model.Run([image], ["a", "y"])[1]], Tolerance.Accumulated, "with the convolution");
    }

    /// <summary>If only %y is requested, the second normalisation is folded into the first; if %a is requested too, both remain.</summary>
    [Fact]
    public void A_normalisation_is_separate_or_folded_into_another()
    {
        byte[] bytes = Image(2, 3).Initializer("scale", _random.Floats(2)).Initializer("shift", _random.Floats(2))
            .Initializer("mean", _random.Floats(2))
            .Initializer("variance", _random.Floats(new Shape(2), 1, 2)).BatchNorm("x", "a").BatchNorm("a", "y").Output("y").Build();
        Tensor image = _random.Floats(1, 2, 2, 3);
        using InferenceModel model = TestEngines.Best.Load(bytes, "test.onnx");
        Tensor both = model.Run([image], ["a", "y"])[1];
        ModelCheck.Equal([both], model.Run([image], ["y"]), Tolerance.Accumulated, "alone");
    }

    [Fact]
    public void A_factor_follows_from_the_shape_of_the_image()
    {
        byte[] bytes = Image(Dimension.Named("h"), 3).Initializer("two", TestTensors.Int64(2))
            .Node("Shape", "x", "shape").Node("Gather", ["shape", "two"], ["h"]).Node("Cast", "h", "f", ("to", (int)ElementType.Float32))
            .Node("Conv", ["x", "w", "c"], ["a"]).Node("Mul", ["a", "f"], ["y"]).Output("y").Build();
        using InferenceModel model = TestEngines.Best.Load(bytes, "test.onnx");
        foreach (int height in new[] { 2, 5 })
        {
            Tensor image = _random.Floats(1, 2, height, 3);
            ModelCheck.Equal(OnnxRuntimeOracle.Run(bytes, [image]), model.Run([image]), Tolerance.Accumulated, $"height {height}");
        }
    }

    /// <summary>
    /// The plan is cut before the Reshape. After the cut the shape is known, and the factor is a constant that differs between requests.
    /// </summary>
    [Fact]
    public void A_factor_follows_from_a_shape_that_depends_on_data()
    {
        byte[] bytes = Image(4, 3).Input("s", ElementType.Int64, 4).Initializer("two", TestTensors.Int64(2))
            .Node("Reshape", ["x", "s"], ["r"]).Node("Shape", "r", "shape").Node("Gather", ["shape", "two"], ["h"])
            .Node("Cast", "h", "f", ("to", (int)ElementType.Float32))
            .Node("Conv", ["r", "w", "c"], ["a"]).Node("Mul", ["a", "f"], ["y"]).Output("y").Build();
        Tensor image = _random.Floats(1, 2, 4, 3);
        using InferenceModel model = TestEngines.Best.Load(bytes, "test.onnx");
        foreach (int height in new[] { 4, 6 })
        {
            Tensor[] given = [image, TestTensors.Int64s(1, 2, height, 12 / height)];
            ModelCheck.Equal(OnnxRuntimeOracle.Run(bytes, given), model.Run(given), Tolerance.Accumulated, $"height {height}");
        }
    }

    private OnnxModelBuilder Image(params ReadOnlySpan<Dimension> size) => new OnnxModelBuilder(13).Input("x", [1, 2, .. size])
        .Initializer("w", _random.Floats(2, 2, 1, 1)).Initializer("c", _random.Floats(2));
}
