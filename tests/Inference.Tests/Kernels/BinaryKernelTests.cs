using Fovea.Inference.Tests.Support;
using Fovea.Kernels;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Tests.Kernels;

public sealed unsafe class BinaryKernelTests
{
    [Theory]
    [MemberData(nameof(KernelSets.Available), MemberType = typeof(KernelSets))]
    public void Every_function_length_and_broadcast(InstructionSet instructionSet)
    {
        KernelSet kernels = KernelSet.For(instructionSet);
        foreach (BinaryKind kind in Enum.GetValues<BinaryKind>())
        {
            for (int columns = 1; columns <= 2 * kernels.Lanes + 1; columns++)
            {
                foreach ((int aRow, int aColumn) in new[] { (columns, 1), (0, 1), (1, 0), (0, 0) })
                {
                    foreach ((int bRow, int bColumn) in new[] { (columns, 1), (0, 1), (1, 0), (0, 0) })
                        Check(kernels, kind, columns, aRow, aColumn, bRow, bColumn);
                }
            }
        }
    }

    private static void Check(KernelSet kernels, BinaryKind kind, int columns, int aRow, int aColumn, int bRow, int bColumn)
    {
        const int Rows = 3;
        using GuardedMemory a = GuardedMemory.Of(KernelSets.Random((Rows - 1) * aRow + (columns - 1) * aColumn + 1, 1, 0.2f, 3));
        using GuardedMemory b = GuardedMemory.Of(KernelSets.Random((Rows - 1) * bRow + (columns - 1) * bColumn + 1, 2, -2, -0.2f));
        using var y = new GuardedMemory(Rows * columns);
        kernels.Float32.Binary(kind, new BinaryArguments
        {
            A = a.Pointer,
            B = b.Pointer,
            Y = y.Pointer,
            ARow = aRow,
            AColumn = aColumn,
            BRow = bRow,
            BColumn = bColumn,
            YRow = columns,
            Rows = Rows,
            Columns = columns,
            Min = -2,
            Max = 2,
        });
        var expected = new double[Rows * columns];
        for (int i = 0; i < expected.Length; i++)
        {
            (int row, int column) = (i / columns, i % columns);
            expected[i] = Math.Clamp(Reference(kind, a.Span[row * aRow + column * aColumn], b.Span[row * bRow + column * bColumn]), -2, 2);
        }

        KernelSets.Close(
            expected, y.Span, Tolerance.Rounding,
            $"{kernels.InstructionSet}, {kind}, {columns} columns, strides {aRow} {aColumn} {bRow} {bColumn}");
    }

    private static double Reference(BinaryKind kind, double a, double b) => kind switch
    {
        BinaryKind.Add => a + b,
        BinaryKind.Sub => a - b,
        BinaryKind.Mul => a * b,
        BinaryKind.Div => a / b,
        BinaryKind.Min => Math.Min(a, b),
        BinaryKind.Max => Math.Max(a, b),
        BinaryKind.Minimum => Math.Min(a, b),
        BinaryKind.Maximum => Math.Max(a, b),
        BinaryKind.Mod => (a % b) is var rest && rest != 0 && rest < 0 != b < 0 ? rest + b : a % b,
        BinaryKind.Fmod => a % b,
        BinaryKind.Pow => Math.Pow(a, b),
        BinaryKind.PRelu => a < 0 ? a * b : a,
        BinaryKind.ReluGrad => b > 0 ? a : 0,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A function without a reference."),
    };
}
