using Fovea.Inference.Gradients;
using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Operators;
using Fovea.Inference.Tensors;
using Fovea.Inference.Weights;

namespace Fovea.Inference.Plans;

/// <summary>Plans that run forwards and back.</summary>
internal sealed partial class ModelCompiler
{
    private const int MostSegments = 64;

    /// <summary>The plan that computes outputs, and gradients: its inputs are the model's, then a seed for each value.</summary>
    /// <exception cref="UnsupportedModelException">Something on the way has no gradient.</exception>
    /// <exception cref="InvalidInputException">The shapes do not fit, or a value does not exist or is no Float32.</exception>
    /// <exception cref="ActivationLimitException">A run would take too much memory.</exception>
    public PlanStage CompileGradient(
        IReadOnlyList<Shape> inputShapes, IReadOnlyList<string> outputs, GradientRequest request, ConstantStore constants,
        LoadBudget budget)
    {
        return WithinMemory(request, (segments, maxBytes) => request.Terms is { } terms
            ? CompileLosses(inputShapes, request, terms, segments, maxBytes, constants, budget)
            : CompileGradient(inputShapes, outputs, request, segments, maxBytes, constants, budget));
    }

    // What the way back needs is kept where there is memory for it, else computed again, of ever more segments of the way forwards. Where
    // the activations of a run do not count, but one node or the plan takes too much, that would not help.
    private PlanStage WithinMemory(GradientRequest request, Func<int, long, PlanStage> compile)
    {
        long maxBytes = Math.Min(request.MaxBytes ?? long.MaxValue, settings.MaxActivationBytes);
        ActivationLimitException? refused = null;
        for (int segments = 1; segments <= MostSegments; segments *= 2)
        {
            try
            {
                return compile(segments, maxBytes);
            }
            catch (ActivationLimitException error) when (error.Bytes is not null)
            {
                if (refused is null || error.Bytes < refused.Bytes)
                    refused = error;
            }
        }

        throw refused!;
    }

    private PlanStage CompileGradient(
        IReadOnlyList<Shape> inputShapes, IReadOnlyList<string> outputs, GradientRequest request, int segments, long maxBytes,
        ConstantStore constants, LoadBudget budget)
    {
        Graph specialized = Specialize(inputShapes, [.. outputs, .. request.Of], budget);
        if (GraphCut.Find(specialized) is not null)
            throw new UnsupportedModelException("shapes depend on the data, so that there is no gradient.");
        (string Name, Value Value)[] values = [.. specialized.Outputs];
        (Value, Value)[] seeds = [.. values[outputs.Count..].Select(of => (of.Value, Seed(specialized, of.Name, of.Value)))];
        Value[] wanted = [.. request.WithRespectTo.Select(name => Wanted(specialized, name))];
        var evaluator = new NodeEvaluator(settings.Kernels, settings.MaxConstantBytes, budget, isPlanSpecific: true);
        IReadOnlyList<Value?> gradients = GradientGraph.Add(
            specialized, seeds, wanted, GradientOperatorSet.All, request.Rule,
            node => ShapeInference.Infer(node, evaluator.Evaluate, budget), segments);
        specialized.Outputs.Clear();
        specialized.Outputs.AddRange(values[..outputs.Count]);
        for (int i = 0; i < wanted.Length; i++)
            specialized.Outputs.Add(($"gradient of {request.WithRespectTo[i]}", gradients[i] ?? Zeros(specialized, wanted[i])));
        specialized.RemoveDead();
        return Compile(specialized, constants, budget, static _ => null, maxBytes);
    }

    private static Value Seed(Graph specialized, string name, Value of)
    {
        if (of.Type != ElementType.Float32)
            throw new InvalidInputException($"the value '{name}' is {of.Type}; expected Float32, of which there are gradients.");
        Value seed = specialized.AddValue($"{name}/seed");
        (seed.Type, seed.Shape) = (of.Type, of.Shape);
        specialized.Inputs.Add(seed);
        return seed;
    }

    private Value Wanted(Graph specialized, string name)
    {
        Value value = specialized.Inputs.Find(input => input.Name == name)
            ?? (layers.Find(name) is { } layer ? specialized.GetOrAddValue(layer) : throw NoLayer(name));
        return value.Type == ElementType.Float32 && value.Shape.IsKnown
            ? value
            : throw new InvalidInputException(
                $"the value '{name}' is {value.Type}{value.Shape}; expected Float32 and a shape that is known before a run.");
    }

    private static Value Zeros(Graph specialized, Value like)
    {
        Value zeros = specialized.AddValue($"{like.Name}/gradient");
        zeros.SetConstant(new MemoryConstant(new Tensor(ElementType.Float32, like.KnownShape), isPlanSpecific: true));
        return zeros;
    }
}
