using Fovea.Inference.Tests.Support;
using Fovea.Kernels;
using Fovea.Kernels.Normalization;
using Fovea.Kernels.Reductions;

namespace Fovea.Inference.Tests.Kernels;

/// <summary>Reductions, softmax and normalisations over rows of every length, ending at guard pages.</summary>
public sealed unsafe class RowKernelTests
{
    private const int Rows = 3;

    [Theory]
    [MemberData(nameof(KernelSets.Available), MemberType = typeof(KernelSets))]
    public void Reductions_of_rows(InstructionSet instructionSet)
    {
        KernelSet kernels = KernelSet.For(instructionSet);
        foreach (ReductionKind kind in Enum.GetValues<ReductionKind>())
        {
            for (int columns = 1; columns <= 70; columns++)
            {
                float low = kind == ReductionKind.LogSum ? 1 : -3;
                using GuardedMemory x = GuardedMemory.Of(KernelSets.Random(Rows * columns, columns, low, low + 2));
                using var y = new GuardedMemory(Rows);
                kernels.Float32.ReduceRows(
                    kind, new ReductionArguments { X = x.Pointer, XRow = columns, Y = y.Pointer, Rows = Rows, Columns = columns });
                double[] expected =
                    [.. Enumerable.Range(0, Rows).Select(row => Reduce(kind, x.Span.Slice(row * columns, columns).ToArray()))];
                KernelSets.Close(expected, y.Span, Tolerance.Rounding, $"{instructionSet}, {kind} of {columns}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(KernelSets.Available), MemberType = typeof(KernelSets))]
    public void Reductions_of_columns(InstructionSet instructionSet)
    {
        KernelSet kernels = KernelSet.For(instructionSet);
        foreach (ReductionKind kind in Enum.GetValues<ReductionKind>().Where(kind => kind <= ReductionKind.Min))
        {
            for (int columns = 1; columns <= 40; columns++)
            {
                int rows = 1 + columns % 7;
                using GuardedMemory x = GuardedMemory.Of(KernelSets.Random(rows * columns, columns, 1, 3));
                using var y = new GuardedMemory(columns);
                kernels.Float32.ReduceColumns(
                    kind, new ReductionArguments { X = x.Pointer, XRow = columns, Y = y.Pointer, Rows = rows, Columns = columns });
                double[] expected =
                    [.. Enumerable.Range(0, columns).Select(
                        column => Reduce(kind, [.. Enumerable.Range(0, rows).Select(row => x.Span[row * columns + column])]))];
                KernelSets.Close(expected, y.Span, Tolerance.Rounding, $"{instructionSet}, {kind} of {rows} x {columns}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(KernelSets.Available), MemberType = typeof(KernelSets))]
    public void Softmax(InstructionSet instructionSet)
    {
        KernelSet kernels = KernelSet.For(instructionSet);
        for (int columns = 1; columns <= 70; columns++)
        {
            using GuardedMemory x = GuardedMemory.Of(KernelSets.Random(Rows * columns, columns, -30, 30));
            using var y = new GuardedMemory(Rows * columns);
            kernels.Float32.Softmax(new SoftmaxArguments { X = x.Pointer, Y = y.Pointer, Rows = Rows, Columns = columns });
            var expected = new double[Rows * columns];
            for (int row = 0; row < Rows; row++)
            {
                double[] values = [.. x.Span.Slice(row * columns, columns).ToArray().Select(v => (double)v)];
                double largest = values.Max(), sum = values.Sum(v => Math.Exp(v - largest));
                for (int column = 0; column < columns; column++)
                    expected[row * columns + column] = Math.Exp(values[column] - largest) / sum;
            }

            KernelSets.Close(expected, y.Span, Tolerance.UnitFunction, $"{instructionSet}, softmax of {columns}");
            using var logarithms = new GuardedMemory(Rows * columns);
            kernels.Float32.LogSoftmax(new SoftmaxArguments { X = x.Pointer, Y = logarithms.Pointer, Rows = Rows, Columns = columns });
            KernelSets.Close(
                [.. expected.Select(v => Math.Log(v))], logarithms.Span, Tolerance.Rounding,
                $"{instructionSet}, logarithm of softmax of {columns}");
            kernels.Float32.Softmax(new SoftmaxArguments { X = x.Pointer, Y = x.Pointer, Rows = Rows, Columns = columns });
            Assert.True(x.Span.SequenceEqual(y.Span), "In place the bits differ.");
        }
    }

    [Theory]
    [MemberData(nameof(KernelSets.Available), MemberType = typeof(KernelSets))]
    public void Affine(InstructionSet instructionSet)
    {
        KernelSet kernels = KernelSet.For(instructionSet);
        for (int columns = 1; columns <= 40; columns++)
        {
            using GuardedMemory x = GuardedMemory.Of(KernelSets.Random(Rows * columns, 1)), y = new(Rows * columns);
            using GuardedMemory scale = GuardedMemory.Of(KernelSets.Random(columns, 2)),
                shift = GuardedMemory.Of(KernelSets.Random(columns, 3));
            kernels.Float32.Affine(new AffineArguments
            {
                X = x.Pointer,
                Y = y.Pointer,
                XRow = columns,
                YRow = columns,
                Scale = scale.Pointer,
                Shift = shift.Pointer,
                Rows = Rows,
                Columns = columns,
                Min = -0.5f,
                Max = 0.75f,
            });
            double[] expected = [.. Enumerable.Range(0, Rows * columns).Select(i =>
                Math.Clamp((double)x.Span[i] * scale.Span[i % columns] + shift.Span[i % columns], -0.5, 0.75))];
            KernelSets.Close(expected, y.Span, Tolerance.Rounding, $"{instructionSet}, affine of {columns}");
        }
    }

    [Theory]
    [MemberData(nameof(KernelSets.Available), MemberType = typeof(KernelSets))]
    public void Layer_and_instance_normalisation(InstructionSet instructionSet)
    {
        const float Epsilon = 1e-3f;
        KernelSet kernels = KernelSet.For(instructionSet);
        for (int columns = 1; columns <= 70; columns++)
        {
            using GuardedMemory x = GuardedMemory.Of(KernelSets.Random(columns, columns)), y = new(columns);
            using GuardedMemory scale = GuardedMemory.Of(KernelSets.Random(columns, 2)),
                shift = GuardedMemory.Of(KernelSets.Random(columns, 3));
            double mean = x.Span.ToArray().Average(v => (double)v), variance = x.Span.ToArray().Average(v => (v - mean) * (v - mean));
            double[] normal = [.. x.Span.ToArray().Select(v => (v - mean) / Math.Sqrt(variance + Epsilon))];
            kernels.Float32.LayerNormalization(new LayerNormalizationArguments
            {
                X = x.Pointer,
                Y = y.Pointer,
                Scale = scale.Pointer,
                Shift = shift.Pointer,
                Rows = 1,
                Columns = columns,
                Epsilon = Epsilon,
            });
            KernelSets.Close(
                [.. normal.Select((v, i) => v * scale.Span[i] + shift.Span[i])], y.Span, Tolerance.UnitFunction,
                $"{instructionSet}, layer norm of {columns}");
            using GuardedMemory mean1 = new(1), inverse = new(1);
            kernels.Float32.LayerNormalization(new LayerNormalizationArguments
            {
                X = x.Pointer,
                Y = y.Pointer,
                Mean = mean1.Pointer,
                InverseDeviation = inverse.Pointer,
                Rows = 1,
                Columns = columns,
                Epsilon = Epsilon,
            });
            KernelSets.Close(normal, y.Span, Tolerance.UnitFunction, $"{instructionSet}, layer norm without a scale of {columns}");
            KernelSets.Close(
                [mean, 1 / Math.Sqrt(variance + Epsilon)], [mean1.Span[0], inverse.Span[0]], Tolerance.Rounding,
                $"{instructionSet}, moments");
            kernels.Float32.LayerNormalization(new LayerNormalizationArguments
            {
                X = x.Pointer,
                Y = y.Pointer,
                IsUncentered = true,
                Rows = 1,
                Columns = columns,
                Epsilon = Epsilon,
            });
            double root = Math.Sqrt((variance + (mean * mean)) + Epsilon);
            KernelSets.Close(
                [.. x.Span.ToArray().Select(v => v / root)], y.Span, Tolerance.UnitFunction,
                $"{instructionSet}, root mean square of {columns}");
            kernels.Float32.InstanceNormalization(new InstanceNormalizationArguments
            {
                X = x.Pointer,
                Y = y.Pointer,
                Count = columns,
                Scale = 2,
                Shift = -1,
                Epsilon = Epsilon,
                Max = float.PositiveInfinity,
            });
            KernelSets.Close(
                [.. normal.Select(v => Math.Max(0, v * 2 - 1))], y.Span, Tolerance.UnitFunction,
                $"{instructionSet}, instance norm of {columns}");
        }
    }

    private static double Reduce(ReductionKind kind, float[] values) => kind switch
    {
        ReductionKind.Sum => values.Sum(v => (double)v),
        ReductionKind.Mean => values.Average(v => (double)v),
        ReductionKind.Max => values.Max(),
        ReductionKind.Min => values.Min(),
        ReductionKind.Prod => values.Aggregate(1.0, (product, v) => product * v),
        ReductionKind.L1 => values.Sum(v => Math.Abs((double)v)),
        ReductionKind.L2 => Math.Sqrt(values.Sum(v => (double)v * v)),
        ReductionKind.SumSquare => values.Sum(v => (double)v * v),
        ReductionKind.LogSum => Math.Log(values.Sum(v => (double)v)),
        ReductionKind.LogSumExp => Math.Log(values.Sum(v => Math.Exp(v))),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A reduction without a reference."),
    };
}
