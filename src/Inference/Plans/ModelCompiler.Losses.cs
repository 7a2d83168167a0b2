using Fovea.Inference.Gradients;
using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Operators;
using Fovea.Inference.Weights;

namespace Fovea.Inference.Plans;

/// <summary>Plans of losses and their gradients.</summary>
internal sealed partial class ModelCompiler
{
    /// <summary>
    /// The plan that computes the terms of a loss, and the gradients of their weighted sum: its inputs are the model's, then a target and a
    /// weight for each term.
    /// </summary>
    /// <exception cref="UnsupportedModelException">Something on the way has no gradient.</exception>
    /// <exception cref="InvalidInputException">The shapes do not fit, or a value does not exist, is no Float32, or has no positions.
    /// </exception>
    /// <exception cref="ActivationLimitException">A run would take too much memory.</exception>
    private PlanStage CompileLosses(
        IReadOnlyList<Shape> inputShapes, GradientRequest request, LossTerm[] terms, int segments, long maxBytes, ConstantStore constants,
        LoadBudget budget)
    {
        Graph specialized = Specialize(inputShapes, [.. request.Of.Distinct()], budget);
        if (GraphCut.Find(specialized) is not null)
            throw new UnsupportedModelException("shapes depend on the data, so that there is no gradient.");
        Dictionary<string, Value> values =
            request.Of.Distinct().Zip(specialized.Outputs).ToDictionary(pair => pair.First, pair => pair.Second.Value);
        var evaluator = new NodeEvaluator(settings.Kernels, settings.MaxConstantBytes, budget, isPlanSpecific: true);
        Action<Node> infer = node => ShapeInference.Infer(node, evaluator.Evaluate, budget);
        var losses = new LossGraph(specialized, GradientOperatorSet.All, infer);
        specialized.Outputs.Clear();
        foreach (LossTerm term in terms)
        {
            if (values[term.Of].Type != ElementType.Float32)
                throw new InvalidInputException($"the value '{term.Of}' is {values[term.Of].Type}; expected Float32.");
        }

        if (request.OnlyStatistics)
        {
            foreach (LossTerm term in terms)
                specialized.Outputs.Add(($"{term.Statistic} of {term.Of}", losses.StatisticOf(term, values[term.Of])));
        }
        else
        {
            Differentiate(specialized, request, terms, values, losses, infer, segments);
        }

        specialized.RemoveDead();
        return Compile(specialized, constants, budget, static _ => null, maxBytes);
    }

    private void Differentiate(
        Graph specialized, GradientRequest request, LossTerm[] terms, Dictionary<string, Value> values, LossGraph losses,
        Action<Node> infer, int segments)
    {
        Value[] wanted = [.. request.WithRespectTo.Select(name => Wanted(specialized, name))];
        var seeds = new List<(Value, Value)>();
        foreach (LossTerm term in terms)
        {
            (_, _, Value loss, Value seed) = losses.Add(term, values[term.Of]);
            seeds.Add((values[term.Of], seed));
            specialized.Outputs.Add(($"{term.Statistic} loss of {term.Of}", loss));
        }

        IReadOnlyList<Value?> gradients = GradientGraph.Add(
            specialized, seeds, wanted, GradientOperatorSet.All, request.Rule, infer, segments);
        for (int i = 0; i < wanted.Length; i++)
            specialized.Outputs.Add(($"gradient of {request.WithRespectTo[i]}", gradients[i] ?? Zeros(specialized, wanted[i])));
    }
}
