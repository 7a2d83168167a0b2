using System.Runtime.InteropServices;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Gradients;

/// <summary>
/// Gradients of small networks, shaped like well-known ones, against those that PyTorch has computed (<c>tools/record-gradients</c>).
/// </summary>
public sealed class RecordedGradientTests
{
    public static TheoryData<string> Names() => ["vgg", "resnet", "squeezenet", "mobilenet", "mobilenet_v3", "densenet", "efficientnet"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Are_those_of_PyTorch(string name)
    {
        (GradientError output, GradientError gradient) = Measure(name);

        Assert.InRange(output.Largest, 0, 1e-5);
        Assert.InRange(gradient.Largest, 0, 1e-5);
    }

    /// <summary>How far the output and the gradient are from PyTorch's.</summary>
    internal static (GradientError Output, GradientError Gradient) Measure(string name)
    {
        string folder = Path.Combine(TestData.RepositoryRoot, "tests/Inference.Tests/Gradients/Recorded");
        using InferenceModel model = TestEngines.Best.Load(File.ReadAllBytes(Path.Combine(folder, $"{name}.onnx")), name);
        float[] numbers = [.. MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(Path.Combine(folder, $"{name}.bin")))];
        var image = new Shape(1, 3, 32, 32);
        CompiledPlan plan = model.CompileGradient([image], ["y"], ["x"], ["y"]);
        Shape output = plan.Outputs[0].Shape;
        int pixels = (int)image.ElementCount, classes = (int)output.ElementCount;

        Tensor[] results = plan.Run(
            [Tensor.From<float>(image, numbers.AsSpan(0, pixels)), Tensor.From<float>(output, numbers.AsSpan(pixels, classes))]);

        double[] expected = [.. numbers.Select(number => (double)number)];
        return (
            GradientError.Of(expected.AsSpan(pixels + classes, classes), results[0].Span<float>()),
            GradientError.Of(expected.AsSpan(pixels + (2 * classes), pixels), results[1].Span<float>()));
    }
}
