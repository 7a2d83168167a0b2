using Fovea.Inference;
using Fovea.Inference.Onnx;
using Fovea.Models.Packages;
using Fovea.Models.Postprocessing;

namespace Fovea.Models.Repository;

/// <summary>Runs a model on the inputs of its <c>test_data_set_N</c> folders and compares the outputs.</summary>
internal static class SelfTestRunner
{
    private const double SmallestRange = 1e-6;

    /// <summary>Runs every self-test of the package.</summary>
    /// <exception cref="SelfTestException">An output is missing, has another shape, or differs by more than the tolerance.</exception>
    public static void Run(InferenceModel model, ModelPackage package, LoadBudget budget)
    {
        foreach (SelfTest test in package.SelfTests)
            Run(model, test, package.SelfTestTolerance, budget);
    }

    private static void Run(InferenceModel model, SelfTest test, double tolerance, LoadBudget budget)
    {
        if (test.InputPaths.Count != model.Inputs.Count)
            throw new SelfTestException($"{test.Name} has {test.InputPaths.Count} inputs; the model takes {model.Inputs.Count}.");
        if (test.OutputPaths.Count > model.Outputs.Count)
            throw new SelfTestException($"{test.Name} has {test.OutputPaths.Count} outputs; the model gives {model.Outputs.Count}.");

        Tensor[] inputs = [.. test.InputPaths.Select(path => TensorFile.Read(path, budget))];
        CompiledPlan plan = model.Compile([.. inputs.Select(input => input.Shape)]);
        Tensor[] outputs = plan.Run(inputs, budget);
        for (int i = 0; i < test.OutputPaths.Count; i++)
            Compare($"{test.Name}, output '{plan.Outputs[i].Name}'", TensorFile.Read(test.OutputPaths[i], budget), outputs[i], tolerance);
    }

    private static void Compare(string where, Tensor expected, Tensor actual, double tolerance)
    {
        if (expected.ElementType != actual.ElementType || !expected.Shape.Equals(actual.Shape))
            throw new SelfTestException($"{where}: the file holds {expected}, the model gives {actual}.");

        double[] wanted = TensorValues.ToDoubles(expected);
        double[] found = TensorValues.ToDoubles(actual);
        if (wanted.Length == 0)
            return;
        double range = Math.Max(wanted.Max() - wanted.Min(), SmallestRange);
        for (int i = 0; i < wanted.Length; i++)
        {
            double difference = Math.Abs(wanted[i] - found[i]);
            bool same = wanted[i].Equals(found[i]) || difference <= tolerance * range;
            if (!same)
            {
                throw new SelfTestException(
                    $"{where}: element {i} is {found[i]:R} instead of {wanted[i]:R}; the difference is {difference / range:0.0##e+0} of " +
                    $"the output's range, at most {tolerance:0.0##e+0} is allowed.");
            }
        }
    }
}
