using Fovea.Inference.Tensors;
using Fovea.Inference.Tests.Support;
using Fovea.Inference.Weights;
using Fovea.Kernels.Gemm;
using Fovea.Kernels.Winograd;

namespace Fovea.Inference.Tests.Weights;

/// <summary>Every packing against the plain description of its layout, from a constant and from memory as a run does it.</summary>
public sealed unsafe class PackingTests
{
    [Theory]
    [InlineData(1, 5, 3, 9, 4)]
    [InlineData(2, 50, 4, 1, 16)]
    [InlineData(3, 17, 6, 2, 8)]
    [InlineData(1, 48, 3000, 1, 16)]
    public void Convolution_filters(int groups, int columns, int channels, int taps, int lanes)
    {
        var packing = new ConvolutionPacking(groups, columns, channels, taps, lanes);
        Check(packing, [groups * columns, channels, taps], packing.Layout, groups, (group, k, column) =>
            ((((long)group * columns) + column) * channels * taps) + (k % channels * taps) + (k / channels));
    }

    [Theory]
    [InlineData(1, 5, 3, 9, 4)]
    [InlineData(2, 50, 4, 1, 16)]
    [InlineData(1, 40, 900, 4, 16)]
    public void Filters_of_a_transposed_convolution(int groups, int columns, int channels, int taps, int lanes)
    {
        var packing = new TransposedConvolutionPacking(groups, columns, channels, taps, lanes);
        Check(packing, [groups * channels, columns, taps], packing.Layout, groups, (group, k, column) =>
            ((((((long)group * channels) + (k % channels)) * columns) + column) * taps) + (k / channels));
    }

    [Theory]
    [InlineData(false, 3, 5, 4, 1f)]
    [InlineData(true, 3, 5, 4, 1f)]
    [InlineData(false, 700, 300, 16, 0.3f)]
    [InlineData(true, 6000, 50, 8, -1.7f)]
    public void A_matrix(bool transposed, int depth, int columns, int lanes, float scale)
    {
        var packing = new MatrixPacking(transposed, depth, columns, lanes) { Scale = scale };
        Check(packing, transposed ? [columns, depth] : [depth, columns], packing.Layout, 1, (_, k, column) =>
            transposed ? ((long)column * depth) + k : (k * columns) + column, scale);
    }

    [Theory]
    [InlineData(7, 9, 4)]
    [InlineData(3000, 49, 16)]
    public void Depthwise_filters(int channels, int taps, int lanes)
    {
        var packing = new DepthwisePacking(channels, taps, lanes);
        float[] source = Source(channels, taps).Span<float>().ToArray();
        float[] packed = Packed(packing, Source(channels, taps));
        for (int tap = 0; tap < taps; tap++)
        {
            for (int channel = 0; channel < packing.Stride; channel++)
                Assert.Equal(channel < channels ? source[(channel * taps) + tap] : 0f, packed[(tap * packing.Stride) + channel]);
        }
    }

    [Theory]
    [InlineData(16, 3, 49)]
    [InlineData(5000, 3, 9)]
    public void Filters_of_a_transposed_convolution_to_few_columns(int channels, int columns, int taps)
    {
        float[] source = Source(channels, columns, taps).Span<float>().ToArray();
        float[] packed = Packed(new NarrowTransposedPacking(channels, columns, taps), Source(channels, columns, taps));
        Assert.Equal(source.Length, packed.Length);
        for (int i = 0; i < packed.Length; i++)
        {
            (int row, int channel) = Math.DivRem(i, channels);
            (int tap, int column) = Math.DivRem(row, columns);
            Assert.Equal(source[(((channel * columns) + column) * taps) + tap], packed[i]);
        }
    }

    [Theory]
    [InlineData(1, 4, 16, 1f)]
    [InlineData(3, 5, 8, -2f)]
    public void Rows(int groups, int columns, int packedColumns, float scale)
    {
        float[] source = Source(groups, columns).Span<float>().ToArray();
        float[] packed = Packed(new RowPacking(groups, columns, packedColumns) { Scale = scale }, Source(groups, columns));
        for (int i = 0; i < packed.Length; i++)
        {
            (int group, int column) = (i / packedColumns, i % packedColumns);
            Assert.Equal(column < columns ? source[(group * columns) + column] * scale : 0f, packed[i]);
        }
    }

    [Fact]
    public void Plain_elements_of_any_size_and_single_ones()
    {
        foreach (int count in new[] { 0, 1, 300_001 })
        {
            Tensor tensor = Source(count);
            Assert.Equal(tensor.Span<float>().ToArray(), Packed(new PlainPacking(ElementType.Float32, count), tensor));
        }

        Assert.Equal([2.5f], Packed(ElementPacking.Of(ElementType.Float32, BitConverter.GetBytes(2.5f)), null));
        Assert.Equal(new float[9], Packed(new ZeroPacking(9), null));
    }

    [Theory]
    [InlineData(3, 3, 5, 7)]
    [InlineData(1, 5, 2500, 50)]
    public void Transformed_filters(int height, int width, int channels, int filters)
    {
        var tile = new WinogradTile(height == 1 ? 1 : 4, 4);
        var packing = new WinogradPacking(new(1, 1, channels, filters), tile, height, width, 16);
        PanelLayout layout = packing.Layout;
        float[] source = Source(filters, channels, height, width).Span<float>().ToArray();
        float[] expected = new float[packing.Elements];
        fixed (float* from = source, to = expected)
            new WinogradWeights(tile, height, width).Pack(from, channels, in layout, to);
        Assert.Equal(expected, Packed(packing, Source(filters, channels, height, width)));
    }

    /// <summary>Each filter is in the rows of its own group, and zeros are in those of the groups beside it.</summary>
    [Theory]
    [InlineData(6, 2, 8, 8, 16)]
    [InlineData(2, 1, 16, 48, 16)]
    [InlineData(4, 4, 4, 12, 16)]
    [InlineData(4, 2, 24, 24, 16)]
    [InlineData(4, 1, 8, 4, 4)]
    public void Transformed_filters_of_groups(int groups, int together, int channels, int filters, int lanes)
    {
        var tile = new WinogradTile(2, 2);
        const int Positions = 16;
        var slices = new ChannelSlices(groups / together, together, together * channels, together * filters);
        var packing = new WinogradPacking(slices, tile, 3, 3, lanes);
        PanelLayout slice = packing.Layout, group = new(filters, channels, 1);
        Tensor tensor = Source(groups * filters, channels, 3, 3);
        float[] source = tensor.Span<float>().ToArray(), packed = Packed(packing, tensor);
        Assert.Equal(slices.Count * Positions * slice.PackedLength, packed.Length);
        for (int g = 0; g < groups; g++)
        {
            // The same filters without others beside them, one column to a panel vector.
            float[] alone = new float[Positions * group.PackedLength];
            fixed (float* from = source, to = alone)
                new WinogradWeights(tile, 3, 3).Pack(from + ((long)g * filters * channels * 9), channels, in group, to);
            for (int filter = 0; filter < filters; filter++)
            {
                int column = (g % together * filters) + filter;
                for (int row = 0; row < slices.Inputs; row++)
                {
                    int channel = row - (g % together * channels);
                    for (int position = 0; position < Positions; position++)
                    {
                        long matrix = ((long)(g / together) * Positions) + position;
                        float expected = channel >= 0 && channel < channels
                            ? alone[(position * group.PackedLength) + Place(in group, channel, filter)] : 0;
                        Assert.Equal(expected, packed[(matrix * slice.PackedLength) + Place(in slice, row, column)]);
                    }
                }
            }
        }
    }

    private static long Place(in PanelLayout layout, int row, int column)
    {
        int panel = 0;
        while (column >= layout.FirstColumn(panel) + layout.ColumnsIn(panel))
            panel++;
        return (layout.FirstColumn(panel) * layout.Depth) + ((long)row * layout.Vectors(panel) * layout.Lanes) + column
            - layout.FirstColumn(panel);
    }

    private static void Check(
        Packing packing, long[] extents, PanelLayout layout, int groups, Func<int, long, int, long> place, float scale = 1f)
    {
        Tensor tensor = Source(extents);
        float[] source = tensor.Span<float>().ToArray();
        float[] packed = Packed(packing, tensor);
        long next = 0;
        for (int group = 0; group < groups; group++)
        {
            for (int panel = 0; panel < layout.Panels; panel++)
            {
                for (long k = 0; k < layout.Depth; k++)
                {
                    for (int lane = 0; lane < layout.Vectors(panel) * layout.Lanes; lane++, next++)
                    {
                        float expected = lane < layout.ColumnsIn(panel)
                            ? source[place(group, k, layout.FirstColumn(panel) + lane)] * scale
                            : 0f;
                        if (BitConverter.SingleToInt32Bits(packed[next]) != BitConverter.SingleToInt32Bits(expected))
                            Assert.Fail($"group {group}, panel {panel}, depth {k}, lane {lane}: {packed[next]}, expected {expected}");
                    }
                }
            }
        }

        Assert.Equal(packed.Length, next);
    }

    private static Tensor Source(params long[] extents) => new TensorRandom(3).Floats(extents);

    /// <summary>The packed floats; the same from a constant by the store and from memory, where nothing is allocated on the heap.</summary>
    private static float[] Packed(Packing packing, Tensor? tensor)
    {
        using var store = new ConstantStore();
        PackingJob job = store.Job(tensor is null ? null : new MemoryConstant(tensor), packing);
        new Span<byte>((void*)job.Target.Address, (int)packing.Bytes).Fill(0x7E);
        store.Fill([job], 2);
        float[] packed = new Span<float>((void*)job.Target.Address, (int)packing.Elements).ToArray();

        float[] again = new float[packed.Length + 1];
        new Span<float>(again).Fill(float.NaN);
        fixed (byte* memory = tensor is null ? default : tensor.Bytes.Span)
        fixed (float* target = again)
        {
            PackingSource source = tensor is null ? default : new PackingSource(memory, tensor.ElementType);
            long allocated = GC.GetAllocatedBytesForCurrentThread();
            for (int part = 0; part < packing.Parts; part++)
                packing.Pack(in source, part, target);
            Assert.Equal(allocated, GC.GetAllocatedBytesForCurrentThread());
        }

        Assert.Equal(float.NaN, again[^1]);
        Assert.True(packed.AsSpan().SequenceEqual(again.AsSpan(0, packed.Length)));
        return packed;
    }
}
