using CsCheck;
using Fovea.Inference.Tests.Support;
using Fovea.Kernels;
using Fovea.Kernels.Gemm;

namespace Fovea.Inference.Tests.Kernels;

/// <summary>The register tile against a plain sum, every operand ending at a guard page.</summary>
public sealed unsafe class GemmTileTests
{
    [Theory]
    [MemberData(nameof(KernelSets.Available), MemberType = typeof(KernelSets))]
    public void Every_tile_shape(InstructionSet instructionSet)
    {
        KernelSet kernels = KernelSet.For(instructionSet);
        for (int rows = 1; rows <= kernels.TileRows; rows++)
        {
            for (int vectors = 1; vectors <= 3; vectors++)
            {
                foreach (int missing in new[] { 0, 1, kernels.Lanes / 2, kernels.Lanes - 1 }.Distinct().Where(m => m < kernels.Lanes))
                    Check(kernels, rows, vectors, vectors * kernels.Lanes - missing, taps: 1 + rows % 3, run: 1 + 5 * vectors);
            }
        }
    }

    [Theory]
    [MemberData(nameof(KernelSets.Available), MemberType = typeof(KernelSets))]
    public void Long_sums(InstructionSet instructionSet)
    {
        KernelSet kernels = KernelSet.For(instructionSet);
        Check(kernels, kernels.TileRows, 3, 3 * kernels.Lanes, taps: 9, run: 128);
        Check(kernels, 1, 1, 1, taps: 1, run: 2048);
    }

    [Theory]
    [MemberData(nameof(KernelSets.Available), MemberType = typeof(KernelSets))]
    public void A_row_has_the_same_bits_in_every_tile_height(InstructionSet instructionSet)
    {
        KernelSet kernels = KernelSet.For(instructionSet);
        const int Run = 77;
        int columns = 2 * kernels.Lanes;
        float[] input = KernelSets.Random(Run, 1), weights = KernelSets.Random(Run * columns, 2), bias = KernelSets.Random(columns, 3);
        float[]? first = null;
        float** pointers = stackalloc float*[kernels.TileRows];
        for (int rows = 1; rows <= kernels.TileRows; rows++)
        {
            float[] output = new float[rows * columns];
            fixed (float* x = input, w = weights, b = bias, y = output)
            {
                for (int row = 0; row < rows; row++)
                    pointers[row] = x;
                kernels.Float32.Tile(rows, 2, new TileArguments
                {
                    Rows = pointers,
                    Tiles = 1,
                    Taps = 1,
                    Run = Run,
                    Weights = w,
                    Bias = b,
                    Output = y,
                    OutputStride = columns,
                    Columns = columns,
                    Min = float.NegativeInfinity,
                    Max = float.PositiveInfinity,
                });
            }

            first ??= output;
            for (int row = 0; row < rows; row++)
                Assert.True(first.AsSpan().SequenceEqual(output.AsSpan(row * columns, columns)), $"row {row} of {rows}");
        }
    }

    /// <summary>What a plan to fetch asks for: every line of the weights if the tiles have enough steps, and little behind them.</summary>
    [Fact]
    public void Weights_are_fetched_once_and_completely() =>
        Gen.Select(Gen.Long[1, 1 << 20], Gen.Int[1, 40], Gen.Int[1, 4096]).Sample((bytes, tiles, depth) =>
        {
            var fetch = new WeightAhead((void*)(64 << 20), bytes, tiles, depth);
            Assert.InRange(fetch.Lines, 1, 2);
            Assert.InRange(fetch.Tiles, 1, tiles);
            long each = (long)fetch.Lines * depth * WeightAhead.CacheLine, asked = fetch.Tiles * each;
            Assert.True(asked < bytes + each, $"{asked} of {bytes} bytes");
            Assert.True(asked >= Math.Min(bytes, 2L * tiles * depth * WeightAhead.CacheLine), $"{asked} of {bytes} bytes");

            // In two calls the second one goes on where the first one stopped.
            int first = tiles / 2;
            WeightAhead rest = fetch;
            rest.Skip(first, depth);
            Assert.Equal(fetch.Tiles - Math.Min(first, fetch.Tiles), rest.Tiles);
            Assert.Equal((nint)fetch.Address + (Math.Min(first, fetch.Tiles) * (nint)each), (nint)rest.Address);
        });

    private static void Check(KernelSet kernels, int height, int vectors, int columns, int taps, int run)
    {
        Check(kernels, height, 1, vectors, columns, taps, run);
        Check(kernels, height, 3, vectors, columns, taps, run);
    }

    private static void Check(KernelSet kernels, int height, int tiles, int vectors, int columns, int taps, int run)
    {
        int rows = height * tiles;
        int packed = vectors * kernels.Lanes, depth = taps * run, stride = columns + 3;
        using GuardedMemory weights = GuardedMemory.Of(KernelSets.Random(depth * packed, 1));
        using GuardedMemory bias = GuardedMemory.Of(KernelSets.Random(packed, 2));
        using GuardedMemory inputs = GuardedMemory.Of(KernelSets.Random(rows * depth, 3));
        int used = (rows - 1) * stride + columns;
        using GuardedMemory residual = GuardedMemory.Of(KernelSets.Random(used, 4));
        float** pointers = stackalloc float*[rows * taps];
        (bool Added, float Min, float Max)[] epilogues =
            [(false, float.NegativeInfinity, float.PositiveInfinity), (true, 0f, 6f), (true, float.NegativeInfinity, 0.5f)];
        foreach ((bool added, float min, float max) in epilogues)
        {
            using var output = new GuardedMemory(used);
            output.Span.Fill(99);
            for (int tap = 0; tap < taps; tap++)
            {
                for (int row = 0; row < rows; row++)
                    pointers[(row / height * taps * height) + (tap * height) + (row % height)] = inputs.Pointer + (row * depth)
                        + (tap * run);
            }

            kernels.Float32.Tile(height, vectors, new TileArguments
            {
                Rows = pointers,
                Tiles = tiles,
                Taps = taps,
                Run = run,
                Weights = weights.Pointer,
                Bias = bias.Pointer,
                Residual = added ? residual.Pointer : null,
                ResidualStride = stride,
                Output = output.Pointer,
                OutputStride = stride,
                Columns = columns,
                Min = min,
                Max = max,

                // The weights end at a page without access: asking for what lies there must do nothing.
                Fetch = added ? new WeightAhead(weights.Pointer + (depth * packed), 1 << 16, tiles, depth) : default,
            });
            var expected = new double[used];
            for (int i = 0; i < used; i++)
            {
                (int row, int column) = (i / stride, i % stride);
                if (column >= columns)
                {
                    expected[i] = 99;
                    continue;
                }

                double sum = bias.Span[column] + (added ? residual.Span[i] : 0);
                for (int k = 0; k < depth; k++)
                    sum += (double)inputs.Span[row * depth + k] * weights.Span[k * packed + column];
                expected[i] = Math.Min(max, Math.Max(min, sum));
            }

            KernelSets.Close(
                expected, output.Span, depth > 1000
                    ? Tolerance.Accumulated
                    : Tolerance.Rounding, $"{kernels.InstructionSet}, {rows} rows, {vectors} vectors, {columns} columns, {taps} x {run}");
        }
    }
}
