using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;
using Fovea.Kernels;
using Fovea.Kernels.Normalization;

namespace Fovea.Inference.Tests.Kernels;

/// <summary>Local response normalisation, operands and scratch ending at guard pages.</summary>
public sealed unsafe class LocalResponseKernelTests
{
    [Theory]
    [MemberData(nameof(KernelSets.Available), MemberType = typeof(KernelSets))]
    public void Every_number_of_channels(InstructionSet instructionSet)
    {
        const int Pixels = 3;
        KernelSet kernels = KernelSet.For(instructionSet);
        for (int channels = 1; channels <= (2 * kernels.Lanes) + 1; channels++)
        {
            foreach (int size in new[] { 1, 2, 5, 9 })
            {
                int count = channels;
                using GuardedMemory x = GuardedMemory.Of(KernelSets.Random(Pixels * channels, channels));
                using var y = new GuardedMemory(Pixels * channels);
                using var scratch = new GuardedMemory((int)kernels.Float32.LocalResponseScratch(channels, size));
                kernels.Float32.LocalResponse(new LocalResponseArguments
                {
                    X = x.Pointer,
                    Y = y.Pointer,
                    XPixel = channels,
                    YPixel = channels,
                    Pixels = Pixels,
                    Channels = channels,
                    Size = size,
                    Alpha = 0.1f,
                    Beta = 0.75f,
                    Bias = 2f,
                    Scratch = scratch.Pointer,
                });
                var image = NdArray.Build(new Shape(1, channels, 1, Pixels), i => x.Span[(int)((i[3] * count) + i[1])]);
                NdArray expected = ReferenceMovement.Transpose(
                    ReferenceNormalization.LocalResponse(image, size, 0.1f, 0.75f, 2f), 0, 2, 3, 1);
                KernelSets.Close(expected.Values, y.Span, Tolerance.Rounding, $"{instructionSet}, {channels} channels, size {size}");
            }
        }
    }
}
