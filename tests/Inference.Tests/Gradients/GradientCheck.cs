using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Gradients;

/// <summary>Compares gradients with central differences along random directions.</summary>
internal static class GradientCheck
{
    /// <summary>
    /// Checks the gradient of an output, times random seeds, with respect to an input. Differences of float results have few digits, so a
    /// step is large; where the function has corners, some directions may cross one.
    /// </summary>
    public static void Input(
        InferenceModel model, Tensor[] inputs, string output, int input = 0, double step = 1e-2, double tolerance = 1e-2, string who = "")
    {
        Shape[] shapes = [.. inputs.Select(tensor => tensor.Shape)];
        CompiledPlan plan = model.CompileGradient(shapes, [output], [model.Inputs[input].Name], [output]);
        var random = new TensorRandom(17);
        Tensor seed = random.Floats(plan.Inputs[^1].Shape, -1, 1);
        Tensor[] results = plan.Run([.. inputs, seed]);
        Tensor expected = model.Run(inputs, [output])[0];
        ModelCheck.Equal([expected], [results[0]], Tolerance.Network, $"{who}: the output beside its gradient");
        float[] gradient = results[1].Span<float>().ToArray();
        Assert.Equal(inputs[input].Shape, results[1].Shape);
        double norm = Math.Sqrt(gradient.Sum(g => (double)g * g));
        for (int trial = 0; trial < 4; trial++)
        {
            float[] direction = random.Floats(inputs[input].Shape, -1, 1).Span<float>().ToArray();
            double length = Math.Sqrt(direction.Sum(d => (double)d * d));
            double along = gradient.Zip(direction, (g, d) => (double)g * d).Sum();
            double difference = (Value(step) - Value(-step)) / (2 * step);
            Assert.True(
                Math.Abs(along - difference) <= tolerance * (norm * length / Math.Sqrt(gradient.Length) + 1e-3),
                $"{who}: along a direction the gradient says {along}, the difference {difference} (norm {norm}).\n{model.GraphText}");

            double Value(double by)
            {
                float[] moved = inputs[input].Span<float>().ToArray();
                for (int i = 0; i < moved.Length; i++)
                    moved[i] += (float)(by * direction[i]);
                Tensor[] changed = [.. inputs];
                changed[input] = Tensor.From<float>(inputs[input].Shape, moved);
                float[] values = model.Run(changed, [output])[0].Span<float>().ToArray();
                float[] weights = seed.Span<float>().ToArray();
                return values.Zip(weights, (value, weight) => (double)value * weight).Sum();
            }
        }
    }
}
