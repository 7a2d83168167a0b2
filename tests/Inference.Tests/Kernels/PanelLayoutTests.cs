using CsCheck;
using Fovea.Kernels.Gemm;

namespace Fovea.Inference.Tests.Kernels;

public sealed unsafe class PanelLayoutTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(16)]
    public void Panels_cover_every_column_once_in_order(int lanes)
    {
        for (int columns = 1; columns <= 300; columns++)
        {
            var layout = new PanelLayout(columns, depth: 7, lanes);
            int next = 0;
            for (int panel = 0; panel < layout.Panels; panel++)
            {
                Assert.Equal(next, layout.FirstColumn(panel));
                Assert.InRange(layout.Vectors(panel), 1, 3);
                Assert.InRange(layout.ColumnsIn(panel), 1, layout.Vectors(panel) * lanes);
                next += layout.ColumnsIn(panel);
            }

            Assert.Equal(columns, next);
            Assert.Equal((columns + lanes - 1) / lanes * lanes, layout.PackedColumns);
            Assert.Equal(layout.PackedColumns * 7L, layout.PackedLength);
        }
    }

    [Fact]
    public void Packing_keeps_every_weight_and_pads_with_zeros() =>
        Gen.Select(Gen.Int[1, 70], Gen.Int[1, 5], Gen.Int[1, 9], Gen.OneOf(Gen.Const(1), Gen.Const(4), Gen.Const(8), Gen.Const(16))).Sample(
            (columns, taps, run, lanes) =>
            {
                var layout = new PanelLayout(columns, taps * run, lanes);
                float[] source = KernelSets.Random(columns * taps * run, columns), packed = new float[layout.PackedLength];
                packed.AsSpan().Fill(99);
                fixed (float* from = source, to = packed)
                    WeightPacking.Pack(
                        new PackingArguments
                        {
                            Source = from,
                            Taps = taps,
                            TapStride = 1,
                            Run = run,
                            RunStride = taps,
                            ColumnStride = run * taps,
                        }, in layout, to);
                int next = 0;
                for (int panel = 0; panel < layout.Panels; panel++)
                {
                    for (int k = 0; k < taps * run; k++)
                    {
                        for (int column = 0; column < layout.Vectors(panel) * lanes; column++)
                        {
                            int global = layout.FirstColumn(panel) + column;
                            float expected = column < layout.ColumnsIn(panel)
                                ? source[(global * run * taps) + (k % run * taps) + (k / run)]
                                : 0;
                            Assert.Equal(expected, packed[next++]);
                        }
                    }
                }
            },
            iter: 200);
}
