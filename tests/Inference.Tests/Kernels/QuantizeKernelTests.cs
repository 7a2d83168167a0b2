using Fovea.Inference.Steps;
using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;
using Fovea.Kernels;
using Fovea.Kernels.Quantized;

namespace Fovea.Inference.Tests.Kernels;

/// <summary>Floats to integers and back: every length, one scale or a row of them, results side by side or apart.</summary>
public sealed unsafe class QuantizeKernelTests
{
    private static readonly TensorRandom Random = new(8);

    [Theory]
    [MemberData(nameof(KernelSets.Available), MemberType = typeof(KernelSets))]
    public void Unsigned_bytes(InstructionSet instructionSet) => Every<byte>(KernelSet.For(instructionSet), ElementType.UInt8);

    [Theory]
    [MemberData(nameof(KernelSets.Available), MemberType = typeof(KernelSets))]
    public void Signed_bytes(InstructionSet instructionSet) => Every<sbyte>(KernelSet.For(instructionSet), ElementType.Int8);

    [Theory]
    [MemberData(nameof(KernelSets.Available), MemberType = typeof(KernelSets))]
    public void Two_bytes(InstructionSet instructionSet)
    {
        Every<ushort>(KernelSet.For(instructionSet), ElementType.UInt16);
        Every<short>(KernelSet.For(instructionSet), ElementType.Int16);
    }

    private static void Every<T>(KernelSet kernels, ElementType type) where T : unmanaged
    {
        for (int length = 1; length <= (2 * kernels.Lanes) + 3; length++)
        {
            foreach (int column in new[] { 0, 1 })
            {
                Quantizes<T>(kernels.Of(type), type, length, column, 1);
                Quantizes<T>(kernels.Of(type), type, length, column, 3);
                Dequantizes<T>(kernels.Of(type), type, length, column);
            }
        }
    }

    private static void Quantizes<T>(KernelFamily family, ElementType type, int length, int column, int spacing) where T : unmanaged
    {
        int parameters = column == 0 ? 1 : length;
        Tensor values = Random.Floats(new Shape(2, length), -4, 4);
        Tensor scale = Random.Floats(new Shape(parameters), 0.01f, 0.05f);
        Tensor zero = Random.Integers(ElementType.Int32, new Shape(parameters), 0, 100);
        using GuardedMemory x = GuardedMemory.Of<float>(values.Span<float>());
        using GuardedMemory scales = GuardedMemory.Of<float>(scale.Span<float>());
        using GuardedMemory zeros = GuardedMemory.Of<float>([.. zero.Span<int>().ToArray().Select(i => (float)i)]);
        int row = ((length - 1) * spacing) + 1;
        using var y = new GuardedMemory(2 * row, elementSize: sizeof(T));
        y.Elements<T>().Clear();
        var arguments = new QuantizeArguments
        {
            X = x.Pointer,
            Scale = scales.Pointer,
            Zero = zeros.Pointer,
            Y = y.Pointer,
            XRow = length,
            YRow = row,
            ScaleColumn = column,
            ZeroColumn = column,
            YColumn = spacing,
            Rows = 2,
            Columns = length,
        };
        family.Quantize(in arguments);
        double[] found = Tensor.From<T>(new Shape(2 * row), y.Elements<T>()).ToDoubles();
        for (int i = 0; i < 2 * length; i++)
        {
            int parameter = column == 0 ? 0 : i % length;
            double expected = ReferenceQuantization.Quantize(
                values.Span<float>()[i], scale.Span<float>()[parameter], zero.Span<int>()[parameter], type);
            Assert.Equal(expected, found[(i / length * row) + (i % length * spacing)]);
        }

        // What lies between is not written.
        Assert.True(spacing == 1 || Enumerable.Range(0, row).All(i => i % spacing == 0 || found[i] == 0));
    }

    private static void Dequantizes<T>(KernelFamily family, ElementType type, int length, int column) where T : unmanaged
    {
        int parameters = column == 0 ? 1 : length;
        bool isSigned = type is ElementType.Int8 or ElementType.Int16;
        Tensor values = Random.Integers(type, new Shape(2, length), isSigned ? -128 : 0, isSigned ? 128 : 256);
        Tensor scale = Random.Floats(new Shape(parameters), 0.01f, 0.05f);
        Tensor zero = Random.Integers(ElementType.Int32, new Shape(parameters), -10, 100);
        using GuardedMemory x = GuardedMemory.Of<T>(values.Span<T>());
        using GuardedMemory scales = GuardedMemory.Of<float>(scale.Span<float>());
        using GuardedMemory zeros = GuardedMemory.Of<float>([.. zero.Span<int>().ToArray().Select(i => (float)i)]);
        using var y = new GuardedMemory(2 * length);
        var arguments = new QuantizeArguments
        {
            X = x.Pointer,
            Scale = scales.Pointer,
            Zero = zeros.Pointer,
            Y = y.Pointer,
            XRow = length,
            YRow = length,
            ScaleColumn = column,
            ZeroColumn = column,
            YColumn = 1,
            Rows = 2,
            Columns = length,
        };
        family.Dequantize(in arguments);
        double[] integers = values.ToDoubles();
        for (int i = 0; i < 2 * length; i++)
        {
            int parameter = column == 0 ? 0 : i % length;
            double expected = ReferenceQuantization.Dequantize(
                integers[i], scale.Span<float>()[parameter], zero.Span<int>()[parameter]);
            Assert.Equal(expected, y.Span[i]);
        }
    }
}
