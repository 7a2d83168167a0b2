using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Conformance;

/// <summary>One set of inputs and expected outputs.</summary>
internal sealed record ConformanceData(Tensor[] Inputs, Tensor[] Outputs)
{
    // As in onnx's own runner (onnx/backend/test/case/test_case.py): |found - expected| <= 1e-7 + 1e-3 |expected|.
    private const double Relative = 1e-3;

    private const double Absolute = 1e-7;

    public static ConformanceData Read(string folder) => new(Tensors(folder, "input"), Tensors(folder, "output"));

    /// <summary>Asserts that a run's results are the expected ones within the suite's tolerances.</summary>
    public void Check(IReadOnlyList<Tensor> found, string who)
    {
        Assert.Equal(Outputs.Length, found.Count);
        for (int i = 0; i < Outputs.Length; i++)
            Check(Outputs[i], found[i], $"{who}: output {i}");
    }

    private static void Check(Tensor expected, Tensor found, string who)
    {
        Assert.True(expected.ElementType == found.ElementType, $"{who} is {found.ElementType}; expected {expected.ElementType}.");
        Assert.True(expected.Shape.Equals(found.Shape), $"{who} has the shape {found.Shape}; expected {expected.Shape}.");
        double[] wanted = expected.ToDoubles();
        double[] values = found.ToDoubles();
        for (int i = 0; i < wanted.Length; i++)
        {
            bool equal = wanted[i].Equals(values[i]) || Math.Abs(wanted[i] - values[i]) <= Absolute + (Relative * Math.Abs(wanted[i]));
            Assert.True(equal, $"{who}: element {i} of {found} is {values[i]:R}; expected {wanted[i]:R}.");
        }
    }

    private static Tensor[] Tensors(string folder, string kind)
    {
        int count = Directory.GetFiles(folder, $"{kind}_*.pb").Length;
        return [.. Enumerable.Range(0, count).Select(i => OnnxTensors.ReadFile(Path.Combine(folder, $"{kind}_{i}.pb")))];
    }
}
