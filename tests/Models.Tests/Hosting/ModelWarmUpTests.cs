using Fovea.Inference;
using Fovea.Models.Hosting;
using Fovea.Models.Postprocessing;
using Fovea.Tests.Support;

namespace Fovea.Models.Tests.Hosting;

/// <summary>Warming up is a help, not a test: a model is ready whatever it says to what was made up.</summary>
public sealed class ModelWarmUpTests : IDisposable
{
    private readonly InferenceEngine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Theory]
    [InlineData(OnnxFile.Int32, ElementType.Int32)]
    [InlineData(OnnxFile.Int64, ElementType.Int64)]
    [InlineData(OnnxFile.UInt8, ElementType.UInt8)]
    public void Ones_are_divided_where_zeros_cannot_be(int type, ElementType element)
    {
        using InferenceModel model = _engine.Load(
            new OnnxFile().TypedInput("a", type, 4).TypedInput("b", type, 4).Node("Div", ["a", "b"], "y").TypedOutput("y", type, 4).Build(),
            "quotient.onnx");
        CompiledPlan plan = WarmUp(model);
        var zeros = new Tensor(element, new Shape(4));
        Assert.Throws<InvalidInputException>(() => plan.Run([zeros, zeros]));
        var ones = new Tensor(element, new Shape(4));
        TensorValues.FillWithOnes(ones);
        Assert.Equal([1.0, 1, 1, 1], TensorValues.ToDoubles(plan.Run([ones, ones])[0]));
    }

    [Fact]
    public void A_model_without_an_answer_to_either_is_no_error()
    {
        using InferenceModel model = _engine.Load(
            new OnnxFile().TypedInput("a", OnnxFile.Int32, 4).Node("Sub", ["a", "a"], "z").Node("Div", ["a", "z"], "y")
                .TypedOutput("y", OnnxFile.Int32, 4).Build(),
            "never.onnx");
        WarmUp(model);
    }

    [Fact]
    public void A_run_beyond_the_memory_limit_is_an_error()
    {
        using var engine = new InferenceEngine(new InferenceOptions { MaxActivationBytes = 1000 });
        using InferenceModel model = engine.Load(
            new OnnxFile().Input("x", 150).Node("Relu", ["x"], "y").Output("y", 150).Output("y", 150).Build(), "large.onnx");
        Assert.Throws<ActivationLimitException>(() => WarmUp(model));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_type_has_a_one(ElementType type)
    {
        var tensor = new Tensor(type, new Shape(3));
        TensorValues.FillWithOnes(tensor);
        Assert.Equal([1.0, 1, 1], TensorValues.ToDoubles(tensor));
    }

    public static TheoryData<ElementType> Types() => [.. Enum.GetValues<ElementType>()];

    private static CompiledPlan WarmUp(InferenceModel model)
    {
        CompiledPlan plan = model.Compile([.. model.Inputs.Select(input => input.Shape.ToShape())]);
        using var budget = new LoadBudget(new LoadLimits());
        ModelWarmUp.Run(plan, prepare: null, budget);
        return plan;
    }
}
