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
        string folder = Path.Combine(TestData.RepositoryRoot, "tests/Inference.Tests/Gradients/Recorded");
        using InferenceModel model = TestEngines.Best.Load(File.ReadAllBytes(Path.Combine(folder, $"{name}.onnx")), name);
        float[] numbers = [.. MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(Path.Combine(folder, $"{name}.bin")))];
        var image = new Shape(1, 3, 32, 32);
        CompiledPlan plan = model.CompileGradient([image], ["y"], ["x"], ["y"]);
        Shape output = plan.Outputs[0].Shape;
        int pixels = (int)image.ElementCount, classes = (int)output.ElementCount;

        Tensor[] results = plan.Run(
            [Tensor.From<float>(image, numbers.AsSpan(0, pixels)), Tensor.From<float>(output, numbers.AsSpan(pixels, classes))]);

        Check(numbers.AsSpan(pixels + classes, classes), results[0].Span<float>(), $"{name}: output");
        Check(numbers.AsSpan(pixels + (2 * classes), pixels), results[1].Span<float>(), $"{name}: gradient");
    }

    private static void Check(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, string who)
    {
        Assert.Equal(expected.Length, actual.Length);
        double largest = 0, error = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            largest = Math.Max(largest, Math.Abs(expected[i]));
            error = Math.Max(error, Math.Abs((double)expected[i] - actual[i]));
        }

        Assert.True(error <= 1e-5 * largest, $"{who}: differs by {error}, of values up to {largest}");
    }
}
