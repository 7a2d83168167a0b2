using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Gradients;

/// <summary>What a plan of gradients takes and gives.</summary>
public sealed class GradientPlanTests
{
    private static readonly Shape[] Shapes = [new Shape(1, 3)];

    [Fact]
    public void Inputs_are_the_models_and_a_seed_each_and_outputs_the_values_and_a_gradient_each()
    {
        using InferenceModel model = Load(Model());
        CompiledPlan plan = model.CompileGradient(Shapes, ["y", "z"], ["x", "a"], ["z"]);

        Assert.Equal(["x", "y/seed", "z/seed"], plan.Inputs.Select(input => input.Name));
        Assert.Equal(["z", "gradient of x", "gradient of a"], plan.Outputs.Select(output => output.Name));
        // a = 2 x, y = a^2, z = -a: with the seeds 1 and 10, the gradient of a is 2 a - 10.
        Tensor[] results = plan.Run([Row(1, 2, 3), Row(1, 1, 1), Row(10, 10, 10)]);
        Assert.Equal([-2, -4, -6], results[0].Span<float>().ToArray());
        Assert.Equal([-12, -4, 4], results[1].Span<float>().ToArray());
        Assert.Equal([-6, -2, 2], results[2].Span<float>().ToArray());
    }

    [Fact]
    public void Plans_are_kept_by_what_they_compute()
    {
        using InferenceModel model = Load(Model());
        CompiledPlan plan = model.CompileGradient(Shapes, ["y"], ["x"]);

        Assert.Same(plan, model.CompileGradient(Shapes, ["y"], ["x"]));
        Assert.NotSame(plan, model.CompileGradient(Shapes, ["z"], ["x"]));
        Assert.NotSame(plan, model.CompileGradient(Shapes, ["y"], ["a"]));
        Assert.NotSame(plan, model.CompileGradient(Shapes, ["y"], ["x"], ["y"]));
    }

    [Fact]
    public void What_does_not_depend_on_a_value_has_a_gradient_of_zeros()
    {
        using InferenceModel model = Load(Model());
        Tensor[] results = model.CompileGradient(Shapes, ["y"], ["z"]).Run([Row(1, 2, 3), Row(1, 1, 1)]);

        Assert.Equal([0, 0, 0], Assert.Single(results).Span<float>().ToArray());
    }

    [Fact]
    public void An_operator_without_a_gradient_is_named()
    {
        using InferenceModel model = Load(new OnnxModelBuilder().Input("x", 1, 3).Node("CumSum", ["x", "axis"], ["y"])
            .Initializer("axis", Tensor.From<long>(Shape.Scalar, [1])).Output("y"));
        UnsupportedModelException error = Assert.Throws<UnsupportedModelException>(() => model.CompileGradient(Shapes, ["y"], ["x"]));

        Assert.Contains("CumSum has no gradient", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Integers_that_stand_for_real_numbers_have_no_gradient()
    {
        using InferenceModel model = Load(new OnnxModelBuilder().Input("x", 1, 3)
            .Initializer("scale", Tensor.From<float>(Shape.Scalar, [0.1f])).Initializer("zero", Tensor.From<byte>(Shape.Scalar, [0]))
            .Node("Exp", "x", "e").Node("QuantizeLinear", ["e", "scale", "zero"], ["q"])
            .Node("DequantizeLinear", ["q", "scale", "zero"], ["d"]).Node("Neg", "d", "y").Output("y"));
        UnsupportedModelException error = Assert.Throws<UnsupportedModelException>(() => model.CompileGradient(Shapes, ["y"], ["x"]));

        Assert.Contains("QuantizeLinear has no gradient", error.Message, StringComparison.Ordinal);
        // What lies before it has one, and so has what lies behind it.
        Assert.NotNull(model.CompileGradient(Shapes, ["e"], ["x"], ["y"]));
        Assert.NotNull(model.CompileGradient(Shapes, ["y"], ["d"]));
    }

    [Fact]
    public void What_does_not_exist_or_has_no_gradient_is_refused()
    {
        using InferenceModel model = Load(Model().Node("ArgMax", "x", "most").Output("most", ElementType.Int64));
        Assert.Contains("Int64", Refusal(["most"], ["x"]), StringComparison.Ordinal);
        Assert.Contains("nothing", Refusal(["nothing"], ["x"]), StringComparison.Ordinal);
        Assert.Contains("nothing", Refusal(["y"], ["nothing"]), StringComparison.Ordinal);

        string Refusal(string[] of, string[] withRespectTo) =>
            Assert.Throws<InvalidInputException>(() => model.CompileGradient(Shapes, of, withRespectTo)).Message;
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits()
    {
        byte[] bytes = new OnnxModelBuilder().Input("x", 1, 16, 40, 40)
            .Initializer("v", new TensorRandom(1).Floats(new Shape(16, 16, 3, 3), -0.1f, 0.1f))
            .Initializer("w", new TensorRandom(2).Floats(new Shape(32, 16, 3, 3), -0.1f, 0.1f))
            .Node("Conv", ["x", "v"], ["c"], ("pads", new[] { 1, 1, 1, 1 })).Node("Relu", "c", "r")
            .Node("MaxPool", "r", "p", ("kernel_shape", new[] { 3, 3 }), ("strides", new[] { 2, 2 }))
            .Node("Conv", ["p", "w"], ["y"], ("strides", new[] { 2, 2 })).Output("y").Build();
        Tensor image = new TensorRandom(3).Floats(1, 16, 40, 40);
        Tensor? first = null;
        foreach (int threads in new[] { 1, 2, 3 })
        {
            using var engine = new InferenceEngine(new InferenceOptions { Threads = threads });
            using InferenceModel model = engine.Load(bytes, "threads.onnx");
            CompiledPlan plan = model.CompileGradient([image.Shape], ["y"], ["x"]);
            Tensor gradient = plan.Run([image, new TensorRandom(4).Floats(plan.Inputs[^1].Shape, -1, 1)])[0];
            first ??= gradient;
            ModelCheck.SameBits(first, gradient, $"{threads} threads");
        }
    }

    [Fact]
    public void A_Relu_before_a_MaxPool_passes_what_the_windows_give_where_it_is_above_zero()
    {
        (string, object)[] window = [("kernel_shape", new[] { 3, 3 }), ("strides", new[] { 2, 2 }), ("pads", new[] { 1, 1, 1, 1 })];
        Tensor x = new TensorRandom(5).Floats(new Shape(2, 11, 13, 9), -3, 1), relu = new(ElementType.Float32, x.Shape);
        for (int i = 0; i < x.Span<float>().Length; i++)
            relu.Span<float>()[i] = Math.Max(0, x.Span<float>()[i]);
        Tensor whole = Gradient(Input().Node("Relu", "x", "r").Node("MaxPool", "r", "y", window), x);
        Tensor pooled = Gradient(Input().Node("MaxPool", "x", "y", window), relu);
        for (int i = 0; i < x.Span<float>().Length; i++)
            pooled.Span<float>()[i] = x.Span<float>()[i] > 0 ? pooled.Span<float>()[i] : 0;
        ModelCheck.SameBits(pooled, whole, "the mask");

        static OnnxModelBuilder Input() => new OnnxModelBuilder().Input("x", 2, 11, 13, 9);

        static Tensor Gradient(OnnxModelBuilder builder, Tensor at)
        {
            using InferenceModel model = Load(builder.Output("y"));
            CompiledPlan plan = model.CompileGradient([at.Shape], ["y"], ["x"]);
            return plan.Run([at, new TensorRandom(6).Floats(plan.Inputs[^1].Shape, -1, 1)])[0];
        }
    }

    private static OnnxModelBuilder Model() => new OnnxModelBuilder().Input("x", 1, 3)
        .Initializer("two", Tensor.From<float>(Shape.Scalar, [2])).Node("Mul", ["x", "two"], ["a"]).Node("Mul", ["a", "a"], ["y"])
        .Node("Neg", "a", "z").Output("y").Output("z");

    private static InferenceModel Load(OnnxModelBuilder builder) => TestEngines.Best.Load(builder.Build(), "gradients.onnx");

    private static Tensor Row(params float[] numbers) => Tensor.From<float>(new Shape(1, numbers.Length), numbers);
}
