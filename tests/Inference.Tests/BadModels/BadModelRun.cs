using Fovea.Inference.Graphs;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.BadModels;

/// <summary>Takes a model that may be nonsense through everything that the engine does with one.</summary>
internal static class BadModelRun
{
    /// <summary>Steps that cost more (see <c>Step.Cost</c>) are not run: a mutation may ask for hours.</summary>
    private const double MostCost = 2e7;

    private static readonly InferenceEngine[] Engines =
    [
        Engine(threads: 1, optimize: true),
        Engine(threads: 1, optimize: false),
        Engine(threads: 2, optimize: true),
    ];

    /// <summary>Fails where anything comes out but an answer or an error of the model or of its inputs.</summary>
    public static void Check(byte[] model, int variant, string who)
    {
        Exception? error = Refusal(model, variant);
        bool expected = error is null or InvalidModelException or UnsupportedModelException or InvalidInputException;
        Assert.True(expected, $"{who}: {error}");
        if (error is InferenceException known)
            Assert.True(
                known.Context.Model == "bad.onnx" && known.Message.StartsWith("bad.onnx: ", StringComparison.Ordinal)
                && known.Message.IndexOf("bad.onnx", 1, StringComparison.Ordinal) < 0, $"{who}: {error}");
    }

    /// <summary>What the model is refused with; null where it answers.</summary>
    public static Exception? Refusal(byte[] bytes, int variant)
    {
        try
        {
            using InferenceModel model = Engines[variant % Engines.Length].Load(bytes, "bad.onnx");
            Shape[] one = Shapes(model, 1);
            CompiledPlan plan = model.Compile(one);
            model.DescribeLayers(one);
            model.Measure(one);
            Run(plan, variant);
            if (model.Inputs.Any(input => input.Shape.Dimensions is [{ IsKnown: false }, ..]))
            {
                Shape[] several = Shapes(model, 4);
                model.KeepsRowsApart(several);
                Run(model.Compile(several), variant);
                RunEmpty(model, variant);
            }

            if (model.LayerNames.Count > 0)
                Run(model.Compile(one, [model.LayerNames[variant % model.LayerNames.Count]]), variant);
            return null;
        }
        catch (Exception error)
        {
            return error;
        }
    }

    // Free extents of 0: empty results, or a refusal of this run; the model itself stays good.
    private static void RunEmpty(InferenceModel model, int variant)
    {
        try
        {
            Run(model.Compile(Shapes(model, 0)), variant);
        }
        catch (InferenceException error) when (error is InvalidModelException or UnsupportedModelException or InvalidInputException)
        {
        }
    }

    private static void Run(CompiledPlan plan, int seed)
    {
        if (plan.Steps.Sum(step => step.Cost) > MostCost)
            return;
        var random = new TensorRandom(seed);
        Tensor[] inputs = [.. plan.Inputs.Select(input => random.Any(input.ElementType, input.Shape, 0, 3))];
        plan.RunFilled(inputs);
    }

    private static Shape[] Shapes(InferenceModel model, long extent) =>
        [.. model.Inputs.Select(input => new Shape([.. input.Shape.Dimensions!.Select(d => d.Value ?? extent)]))];

    private static InferenceEngine Engine(int threads, bool optimize) => new(new InferenceOptions
    {
        Threads = threads,
        Optimize = optimize,
        MaxActivationBytes = 16 << 20,
        MaxConstantBytes = 16 << 20,
    })
    {
        AfterPass = static (_, graph) => Assert.Empty(GraphChecker.Check(graph)),
    };
}
