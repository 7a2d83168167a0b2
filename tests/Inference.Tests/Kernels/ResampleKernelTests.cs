using Fovea.Inference.Tests.Support;
using Fovea.Kernels;
using Fovea.Kernels.Resampling;

namespace Fovea.Inference.Tests.Kernels;

/// <summary>Weighted sums along an axis, every operand ending at a guard page, against plain sums.</summary>
public sealed unsafe class ResampleKernelTests
{
    private const int Positions = 5;

    private const int Inputs = 9;

    public static TheoryData<InstructionSet> Sets() => KernelSets.Available();

    [Theory]
    [MemberData(nameof(Sets))]
    public void Columns_and_weights(InstructionSet set)
    {
        for (int columns = 1; columns <= 37; columns++)
        {
            foreach (int taps in new[] { 1, 2, 3, 4, 7 })
            {
                Check(set, columns, taps, apart: false);
                Check(set, columns, taps, apart: true);
            }
        }
    }

    private static void Check(InstructionSet set, int columns, int taps, bool apart)
    {
        var random = new Random(columns + taps);
        long[] elements = new long[2 * Positions];
        for (int i = 0; i < Positions; i++)
        {
            // The fourth position is outside; the others have one weight or more.
            elements[(2 * i) + 1] = i == 3 ? 0 : 1 + random.Next(taps);
            elements[2 * i] = random.Next(Inputs - taps + 1);
        }

        float[] weights = KernelSets.Random(Positions * taps, taps);
        float[] values = KernelSets.Random(Inputs * columns, columns);
        using GuardedMemory x = GuardedMemory.Of(values);
        using GuardedMemory w = GuardedMemory.Of(weights);
        using GuardedMemory table = GuardedMemory.Of<long>(elements);
        using var y = new GuardedMemory(Positions * columns);
        var arguments = new ResampleArguments
        {
            X = x.Pointer,
            Y = y.Pointer,
            Elements = (long*)table.Pointer,
            Weights = w.Pointer,
            Taps = taps,
            Last = Positions,
            // Columns side by side, or the axis innermost.
            XAxis = apart ? 1 : columns,
            YAxis = apart ? 1 : columns,
            Columns = columns,
            XColumn = apart ? Inputs : 1,
            YColumn = apart ? Positions : 1,
            Outside = 2.5,
        };
        KernelSet.For(set).Float32.Resample(in arguments);
        double[] expected = new double[Positions * columns];
        for (int i = 0; i < Positions; i++)
        {
            for (int column = 0; column < columns; column++)
            {
                double sum = elements[(2 * i) + 1] == 0 ? 2.5 : 0;
                for (int tap = 0; tap < elements[(2 * i) + 1]; tap++)
                {
                    long element = elements[2 * i] + tap;
                    sum += (double)weights[(i * taps) + tap] * values[apart ? (column * Inputs) + element : (element * columns) + column];
                }

                expected[apart ? (column * Positions) + i : (i * columns) + column] = sum;
            }
        }

        KernelSets.Close(expected, y.Span, Tolerance.Rounding, $"{set}, {columns} columns, {taps} weights");
    }
}
