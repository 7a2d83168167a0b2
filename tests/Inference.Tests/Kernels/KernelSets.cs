using Fovea.Inference.Tests.Support;
using Fovea.Kernels;

namespace Fovea.Inference.Tests.Kernels;

/// <summary>The kernel sets of this machine, and short words for comparing what they compute.</summary>
internal static class KernelSets
{
    public static TheoryData<InstructionSet> Available() => [.. KernelSet.Available];

    public static float[] Random(int count, int seed, float low = -1, float high = 1) =>
        new TensorRandom(seed).Floats(new Shape(count), low, high).Span<float>().ToArray();

    public static void Close(ReadOnlySpan<double> expected, ReadOnlySpan<float> actual, Tolerance tolerance, string who)
    {
        string? difference = tolerance.Explain(new Shape(expected.Length), expected, Tensor.From(new Shape(actual.Length), actual));
        Assert.True(difference is null, $"{who}: {difference}");
    }
}
