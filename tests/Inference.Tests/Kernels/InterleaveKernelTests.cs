using Fovea.Inference.Tests.Support;
using Fovea.Kernels.Quantized;

namespace Fovea.Inference.Tests.Kernels;

/// <summary>Planes that become pixels, every operand ending at a guard page.</summary>
public sealed unsafe class InterleaveKernelTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Pixels_of_any_number(int channels)
    {
        for (int count = 1; count <= 50; count++)
        {
            byte[] bytes = new byte[channels * count];
            new Random(count).NextBytes(bytes);
            using GuardedMemory planes = GuardedMemory.Of<byte>(bytes);
            using var pixels = new GuardedMemory(count);
            InterleaveKernel.Run((byte*)planes.Pointer, count, channels, (uint*)pixels.Pointer, count);
            uint[] expected = [.. Enumerable.Range(0, count).Select(
                i => (uint)Enumerable.Range(0, channels).Sum(c => (long)bytes[(c * count) + i] << (8 * c)))];
            Assert.Equal(expected, pixels.Elements<uint>().ToArray());
        }
    }
}
