using Fovea.Inference.Steps;
using Fovea.Inference.Tests.Support;
using Fovea.Kernels;
using Fovea.Kernels.Elementwise;
using Fovea.Kernels.Quantized;

namespace Fovea.Inference.Tests.Kernels;

/// <summary>Sums, products and tables of bytes, every operand ending at a guard page: to the bit what the definitions say.</summary>
public sealed unsafe class ByteBinaryKernelTests
{
    [Theory]
    [MemberData(nameof(KernelSets.Available), MemberType = typeof(KernelSets))]
    public void Sums_and_products(InstructionSet instructionSet)
    {
        KernelSet kernels = KernelSet.For(instructionSet);
        foreach (ElementType type in new[] { ElementType.UInt8, ElementType.Int8 })
        {
            foreach (BinaryKind kind in new[] { BinaryKind.Add, BinaryKind.Mul })
            {
                for (int columns = 1; columns <= (2 * kernels.Lanes) + 1; columns++)
                {
                    Check(kernels, type, kind, columns, 1, 1);
                    Check(kernels, type, kind, columns, 0, 1);
                    Check(kernels, type, kind, columns, 1, 0);
                }
            }
        }
    }

    private static void Check(KernelSet kernels, ElementType type, BinaryKind kind, int columns, int aColumn, int bColumn)
    {
        const int Rows = 3;
        bool signed = type == ElementType.Int8;
        var random = new Random(columns);
        byte[] left = new byte[Rows * (aColumn == 0 ? 1 : columns)], right = new byte[Rows * (bColumn == 0 ? 1 : columns)];
        random.NextBytes(left);
        random.NextBytes(right);
        using GuardedMemory a = GuardedMemory.Of<byte>(left), b = GuardedMemory.Of<byte>(right);
        using var y = new GuardedMemory(Rows * columns, elementSize: 1);
        (int aZero, int bZero, int yZero) = signed ? (-3, 5, -128) : (130, 0, 77);
        (float aScale, float bScale, float yScale) = (0.017f, 0.4f, kind == BinaryKind.Mul ? 0.11f : 0.31f);
        ByteBounds bounds = ByteBounds.Of(type, yZero);
        var arguments = new ByteBinaryArguments
        {
            A = (byte*)a.Pointer,
            B = (byte*)b.Pointer,
            Y = (byte*)y.Pointer,
            ARow = left.Length / Rows,
            BRow = right.Length / Rows,
            YRow = columns,
            AColumn = aColumn,
            BColumn = bColumn,
            Rows = Rows,
            Columns = columns,
            AZero = aZero,
            AScale = aScale,
            BZero = bZero,
            BScale = bScale,
            YZero = yZero,
            YScale = yScale,
            Min = bounds.Low,
            Max = bounds.High,
        };
        kernels.Of(type).QuantizedBinary(kind, in arguments);
        for (int i = 0; i < Rows * columns; i++)
        {
            int row = i / columns, column = i % columns;
            float Real(byte[] bytes, int length, int step, int zero, float scale)
            {
                byte value = bytes[(row * length) + (column * step)];
                return ((signed ? (sbyte)value : value) - zero) * scale;
            }

            float p = Real(left, left.Length / Rows, aColumn, aZero, aScale), q = Real(right, right.Length / Rows, bColumn, bZero, bScale);
            float scaled = (kind == BinaryKind.Mul ? p * q : p + q) / yScale;
            int expected = (int)MathF.Round(Math.Clamp(scaled, bounds.Low, bounds.High)) + yZero;
            Assert.Equal((byte)expected, y.Elements<byte>()[i]);
        }
    }
}
