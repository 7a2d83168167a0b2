using Fovea.Inference.Tests.Support;
using Fovea.Kernels;

namespace Fovea.Inference.Tests.Kernels;

public sealed unsafe class RangeKernelTests
{
    [Theory]
    [MemberData(nameof(KernelSets.Available), MemberType = typeof(KernelSets))]
    public void Every_length_and_place(InstructionSet instructionSet)
    {
        KernelSet kernels = KernelSet.For(instructionSet);
        for (int count = 1; count <= (9 * kernels.Lanes) + 1; count++)
        {
            float[] numbers = [.. Enumerable.Range(0, count).Select(i => (i % 7) - 3f)];
            numbers[count / 3] = float.NaN;
            numbers[count * 2 / 3] = -8 - count;
            numbers[count - 1] = 9 + count;
            Check(kernels, numbers);
            Check(kernels, [.. numbers.Select(MathF.Abs)]);
            Check(kernels, [.. numbers.Select(x => -1 - MathF.Abs(x))]);
        }
    }

    [Theory]
    [MemberData(nameof(KernelSets.Available), MemberType = typeof(KernelSets))]
    public void Infinities_count(InstructionSet instructionSet) =>
        Check(KernelSet.For(instructionSet), [1, float.PositiveInfinity, float.NaN, float.NegativeInfinity, 2]);

    private static void Check(KernelSet kernels, float[] numbers)
    {
        using GuardedMemory x = GuardedMemory.Of(numbers);
        using var range = new GuardedMemory(2);
        kernels.Float32.Range(x.Pointer, numbers.Length, range.Pointer);
        float[] some = [0, .. numbers.Where(number => !float.IsNaN(number))];
        Assert.Equal([some.Min(), some.Max()], range.Span.ToArray());
    }
}
