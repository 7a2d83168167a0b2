using Fovea.Inference;
using Fovea.Inference.Graphs;
using Fovea.Inference.Tests.Support;

namespace Fovea.Fuzz.Targets;

/// <summary>The whole way of a model: bytes, graph, compiled plan, one run, under limits; checked after every pass.</summary>
internal static class Pipeline
{
    // A plan whose steps cost more (see Step.Cost) is not run: a model may ask for any amount of computing.
    private const double MostCost = 2e6;

    // So many elements of all inputs are made for a run.
    private const long MostElements = 1 << 18;

    private const long Mebibyte = 1 << 20;

    /// <summary>The most bytes that loading, a plan and its activations may take each.</summary>
    public const long MostBytes = 16 * Mebibyte;

    /// <summary>What loading and compiling may take.</summary>
    public static readonly LoadLimits Limits =
        new() { MaxBytes = MostBytes, MaxObjects = LoadLimits.ObjectsFor(MostBytes), MaxFoldingCost = 1 << 22 };

    private static readonly InferenceEngine[] Engines = [Engine(optimize: true), Engine(optimize: false)];

    /// <summary>Whether an exception is one that the engine names for bad models and inputs.</summary>
    public static bool IsRefusal(Exception error) =>
        error is InvalidModelException or UnsupportedModelException or InvalidInputException or ActivationLimitException;

    /// <summary>Loads, describes, measures, compiles and runs a model, as serving does.</summary>
    /// <param name="bytes">The model.</param>
    /// <param name="variant">Even: with the passes that serve speed; odd: as written.</param>
    public static void Run(byte[] bytes, int variant)
    {
        using InferenceModel model = Load(bytes, variant);
        Run(model, variant);
    }

    /// <summary>Describes, measures, compiles and runs a model.</summary>
    public static void Run(InferenceModel model, int variant)
    {
        Shape[] one = Shapes(model, 1);
        Run(model.Compile(one));
        model.DescribeLayers(one);
        model.Measure(one);
        if (model.LayerNames.Count > 0)
        {
            string layer = model.LayerNames[(variant >> 1) % model.LayerNames.Count];
            model.BoundsOf(one, layer);
            Run(model.Compile(one, [layer]));
        }

        if (model.Inputs.All(input => input.Shape.IsKnown))
            return;
        model.Accepts(0, model.Inputs[0].Shape);
        if (variant % 4 == 3)
            model.OptimizedGraphText(one);
        Shape[] several = Shapes(model, 2 + ((variant >> 1) & 3));
        model.KeepsRowsApart(several);
        Run(model.Compile(several));
    }

    /// <summary>Loads a model.</summary>
    public static InferenceModel Load(byte[] bytes, int variant) => Engines[variant & 1].Load(bytes, "fuzzed.onnx");

    /// <summary>Loads a model from a file.</summary>
    public static InferenceModel Load(string path) => Engines[0].Load(path);

    /// <summary>Whether a run of a plan takes milliseconds.</summary>
    public static bool IsCheap(CompiledPlan plan) =>
        plan.Steps.Sum(step => step.Cost) <= MostCost && plan.Inputs.Sum(input => (double)input.Shape.ElementCount) <= MostElements;

    /// <summary>The inputs of a run, the same each time.</summary>
    public static Tensor[] Inputs(CompiledPlan plan)
    {
        var random = new TensorRandom(1);
        return [.. plan.Inputs.Select(input => random.Any(input.ElementType, input.Shape, 0, 3))];
    }

    /// <summary>The shapes of the inputs where each open extent is this one.</summary>
    public static Shape[] Shapes(InferenceModel model, long extent) =>
        [.. model.Inputs.Select(input => new Shape([.. input.Shape.Dimensions!.Select(dimension => dimension.Value ?? extent)]))];

    private static void Run(CompiledPlan plan)
    {
        if (!IsCheap(plan))
            return;
        using var budget = new LoadBudget(Limits);
        plan.Run(Inputs(plan), budget);
    }

    private static InferenceEngine Engine(bool optimize) => new(new InferenceOptions
    {
        Threads = 1,
        Optimize = optimize,
        MaxLoopIterations = 300,
        MaxActivationBytes = MostBytes,
        MaxConstantBytes = MostBytes,
        PooledArenaBytes = MostBytes,
        PlanBytes = MostBytes,
        LoadLimits = Limits,
    })
    {
        AfterPass = static (pass, graph) =>
        {
            if (GraphChecker.Check(graph) is [var problem, ..])
                throw new Running.FuzzFindingException($"{pass.GetType().Name}: {problem}");
        },
    };
}
