using Fovea.Inference;

namespace Fovea.Bench.Gradients;

/// <summary>The plan of a run forwards and back: the scores, and the gradient of their weighted sum for the first input.</summary>
internal static class GradientPlan
{
    /// <exception cref="UnsupportedModelException">An operator on the way has no gradient.</exception>
    public static CompiledPlan Compile(InferenceModel model, IReadOnlyList<Shape> shapes)
    {
        string scores = model.LogitsOf(model.Outputs[0].Name);
        return model.CompileGradient(shapes, [scores], [model.Inputs[0].Name], [scores]);
    }
}
