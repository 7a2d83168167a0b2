using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Gradients;

/// <summary>The rule of guided backpropagation: a Relu lets back what is positive, where its input is.</summary>
public sealed class GuidedGradientTests
{
    private static readonly Shape[] Shapes = [new Shape(1, 4)];

    [Fact]
    public void Relu_lets_back_what_is_positive_where_it_let_something_through()
    {
        Assert.Equal([2, 0, 0, 0], Gradient(GradientRule.Guided, [1, 1, -1, -1], [2, -3, 4, -5]));
        Assert.Equal([2, -3, 0, 0], Gradient(GradientRule.Derivative, [1, 1, -1, -1], [2, -3, 4, -5]));
    }

    [Fact]
    public void What_lies_behind_the_last_relu_is_a_gradient()
    {
        using InferenceModel model = Load(new OnnxModelBuilder().Input("x", 1, 4).Node("Relu", "x", "r").Node("Neg", "r", "y").Output("y"));
        CompiledPlan plan = model.CompileGradient(Shapes, ["y"], ["x", "r"], rule: GradientRule.Guided);
        Tensor[] results = plan.Run([Row(1, 2, -3, 4), Row(1, -1, 1, 1)]);

        Assert.Equal([-1, 1, -1, -1], results[1].Span<float>().ToArray());
        Assert.Equal([0, 1, 0, 0], results[0].Span<float>().ToArray());
    }

    [Fact]
    public void Plans_of_both_rules_are_kept_apart()
    {
        using InferenceModel model = Load(Relu());
        CompiledPlan plan = model.CompileGradient(Shapes, ["y"], ["x"]);
        CompiledPlan guided = model.CompileGradient(Shapes, ["y"], ["x"], rule: GradientRule.Guided);

        Assert.NotSame(plan, guided);
        Assert.Same(guided, model.CompileGradient(Shapes, ["y"], ["x"], rule: GradientRule.Guided));
    }

    private static float[] Gradient(GradientRule rule, float[] x, float[] seed)
    {
        using InferenceModel model = Load(Relu());
        return model.CompileGradient(Shapes, ["y"], ["x"], rule: rule).Run([Row(x), Row(seed)])[0].Span<float>().ToArray();
    }

    private static OnnxModelBuilder Relu() => new OnnxModelBuilder().Input("x", 1, 4).Node("Relu", "x", "y").Output("y");

    private static Tensor Row(params float[] values) => Tensor.From<float>(Shapes[0], values);

    private static InferenceModel Load(OnnxModelBuilder builder) => TestEngines.Best.Load(builder.Build(), "test.onnx");
}
