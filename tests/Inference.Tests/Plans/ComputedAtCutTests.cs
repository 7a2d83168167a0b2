using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Operators;
using Fovea.Inference.Operators.Support;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Plans;

/// <summary>Nodes whose results have shapes that depend on all of the data: a run computes them between two plans.</summary>
public sealed class ComputedAtCutTests
{
    private static readonly Tensor X = TestTensors.Floats(1, -2, 3, 0);

    [Fact]
    public void What_reads_the_results_is_compiled_once_for_each_shape()
    {
        using InferenceEngine engine = Engine();
        using InferenceModel model = engine.Load(Start().Node("Relu", "x", "a").Node("Positives", "a", "p").Node("Add", ["p", "p"], ["y"])
            .Output("y").Output("p").Build(), "positives.onnx");
        CompiledPlan plan = model.Compile([new Shape(4)]);
        Assert.False(plan.HasKnownShapes);
        foreach (float[] x in new float[][] { [1, -2, 3, 0], [0, 0, 0, 5], [4, 0, 0, 9], [-1, -1, -1, -1], [7, 7, 7, 7] })
        {
            float[] positive = [.. x.Where(value => value > 0)];
            Tensor[] results = plan.Run([TestTensors.Floats(x)]);
            Assert.Equal(positive.Select(value => 2 * value), results[0].Span<float>().ToArray());
            Assert.Equal(positive, results[1].Span<float>().ToArray());
        }

        Assert.Equal((4, 1), (model.ContinuationsCompiled, model.ContinuationsReused));
    }

    [Fact]
    public void One_may_follow_another_and_be_the_result()
    {
        using InferenceEngine engine = Engine();
        byte[] bytes = Start().Node("Positives", "x", "p").Node("Sub", ["p", "one"], ["q"]).Node("Positives", "q", "y")
            .Output("y").Output("x").Initializer("one", TestTensors.Float(1)).Build();
        using InferenceModel model = engine.Load(bytes, "positives.onnx");
        Assert.Equal([2f], model.Run(("x", X))["y"].Span<float>().ToArray());
        Assert.Equal([1f, 3], model.Run(["p"], ("x", X))["p"].Span<float>().ToArray());
    }

    [Fact]
    public void Of_constants_it_is_a_constant()
    {
        using InferenceEngine engine = Engine();
        byte[] bytes = Start().Initializer("c", TestTensors.Floats(-1, 2, 3)).Node("Positives", "c", "p")
            .Node("ReduceSum", "p", "s", ("keepdims", 0)).Node("Add", ["x", "s"], ["y"]).Output("y").Build();
        using InferenceModel model = engine.Load(bytes, "positives.onnx");
        Assert.True(model.Compile([new Shape(4)]).HasKnownShapes);
        Assert.Equal([6f, 3, 8, 5], model.Run(("x", X))["y"].Span<float>().ToArray());
    }

    [Fact]
    public void A_result_that_takes_too_much_memory_is_refused()
    {
        using InferenceEngine engine = Engine(1 << 12);
        using InferenceModel model = engine.Load(
            new OnnxModelBuilder(13).Input("x", 600).Node("Positives", "x", "p", ("times", 2)).Output("p").Build(), "positives.onnx");
        ActivationLimitException error = Assert.Throws<ActivationLimitException>(
            () => model.Run(("x", Tensor.From<float>(new Shape(600), [.. Enumerable.Repeat(1f, 600)]))));
        Assert.Equal("Positives", error.Context.Operator);
    }

    [Fact]
    public void An_operator_that_fails_there_is_named()
    {
        using InferenceEngine engine = Engine();
        using InferenceModel model = engine.Load(Start().Node("Positives", "x", "y").Output("y").Build(), "positives.onnx");
        EngineFaultException error = Assert.Throws<EngineFaultException>(() => model.Run(("x", TestTensors.Floats(1, float.NaN, 0, 0))));
        Assert.Equal(("Positives", "positives.onnx"), (error.Context.Operator, error.Context.Model));
        Assert.Single(model.Run(("x", TestTensors.Floats(1, 0, 0, 0)))["y"].Span<float>().ToArray());
    }

    private static OnnxModelBuilder Start() => new OnnxModelBuilder(11).Input("x", 4);

    private static InferenceEngine Engine(long maxBytes = 1 << 20)
    {
        var positives = new Positives();
        return new InferenceEngine(new InferenceOptions { Threads = 1, MaxActivationBytes = maxBytes })
        {
            FindOperator = name => name == "Positives" ? positives : OperatorTable.Find(name),
        };
    }

    /// <summary>The elements above 0, perhaps several times; fails on NaN.</summary>
    private sealed class Positives : DataDependentOperator
    {
        public override string Name => "Positives";

        public override void Infer(ShapeContext context) => context.Set(0, context.Type(0), [Dimension.Unknown]);

        public override Tensor[] Compute(Node node, IReadOnlyList<Tensor?> inputs, CutControl control)
        {
            float[] positive =
            [
                .. inputs[0]!.Span<float>().ToArray().Where(
                    value => float.IsNaN(value) ? throw new InvalidOperationException("NaN") : value > 0),
            ];
            positive = [.. Enumerable.Repeat(positive, (int)node.Attributes.Int("times", 1)).SelectMany(list => list)];
            control.ThrowIfStopped();
            return [Tensor.From<float>(new Shape(positive.Length), positive)];
        }
    }
}
