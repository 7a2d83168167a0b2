using Fovea.Inference;

namespace Fovea.Bench.Gradients;

/// <summary>The plan of a run forwards and back: the scores, and the gradient of their weighted sum for the first input.</summary>
internal static class GradientPlan
{
    /// <param name="model">The model.</param>
    /// <param name="shapes">The shapes of its inputs.</param>
    /// <param name="memory">The percentage of the memory that keeping all values takes, which the plan may take.</param>
    /// <exception cref="UnsupportedModelException">An operator on the way has no gradient.</exception>
    /// <exception cref="ActivationLimitException">It does not fit into so much memory.</exception>
    public static CompiledPlan Compile(InferenceModel model, IReadOnlyList<Shape> shapes, int memory = 100)
    {
        string scores = model.LogitsOf(model.Outputs[0].Name);
        CompiledPlan kept = model.CompileGradient(shapes, [scores], [model.Inputs[0].Name], [scores]);
        return memory >= 100
            ? kept
            : model.CompileGradient(shapes, [scores], [model.Inputs[0].Name], [scores], maxBytes: kept.ArenaBytes * memory / 100);
    }
}
