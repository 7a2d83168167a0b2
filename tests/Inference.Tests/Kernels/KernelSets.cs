using Fovea.Inference.Tests.Support;
using Fovea.Kernels;
using Fovea.Kernels.Convolution;
using Fovea.Kernels.Gemm;

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

    /// <summary>Filters [group, column, channel, tap] as the dense convolution reads them.</summary>
    public static unsafe void PackFilters(ConvolutionShape shape, in PanelLayout layout, float[] filters, GuardedMemory packed)
    {
        int depth = shape.Taps * shape.GroupInputChannels;
        fixed (float* source = filters)
        {
            for (int group = 0; group < shape.Groups; group++)
            {
                var packing = new PackingArguments
                {
                    Source = source + ((long)group * shape.GroupOutputChannels * depth),
                    Taps = shape.Taps,
                    TapStride = 1,
                    Run = shape.GroupInputChannels,
                    RunStride = shape.Taps,
                    ColumnStride = depth,
                };
                WeightPacking.Pack(in packing, in layout, packed.Pointer + (group * layout.PackedLength));
            }
        }
    }
}
