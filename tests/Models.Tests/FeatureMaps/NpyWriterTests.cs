using System.Runtime.InteropServices;
using System.Text;
using Fovea.Inference;
using Fovea.Models.FeatureMaps;

namespace Fovea.Models.Tests.FeatureMaps;

public sealed class NpyWriterTests
{
    [Fact]
    public void A_map_is_written_without_its_batch_axis()
    {
        byte[] file = NpyWriter.Write(Maps.Ramp(1, 2, 3, 4));

        string header = Header(file);
        Assert.StartsWith("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3, 4), }", header, StringComparison.Ordinal);
        Assert.Equal([.. Enumerable.Range(0, 24).Select(i => (float)i)], Values(file));
    }

    [Theory]
    [InlineData(ElementType.UInt8, "|u1", new byte[] { 0, 7, 255 }, 0, 7, 255)]
    [InlineData(ElementType.Int8, "|i1", new byte[] { 128, 255, 127 }, -128, -1, 127)]
    public void Integers_are_bytes(ElementType type, string expected, byte[] bytes, float first, float second, float third)
    {
        FeatureMap map = Maps.Integers(type, scale: 0.5f, zero: 1, first, second, third);

        byte[] file = NpyWriter.Write(map);

        Assert.StartsWith($"{{'descr': '{expected}', 'fortran_order': False, 'shape': (3,), }}", Header(file), StringComparison.Ordinal);
        Assert.Equal(bytes, file[^3..]);
        Assert.Contains("'<f4'", Header(NpyWriter.Write(map.Dequantized())), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new long[] { 1, 5 }, "(5,)")]
    [InlineData(new long[] { 5 }, "(5,)")]
    [InlineData(new long[] { }, "()")]
    [InlineData(new long[] { 1, 2, 1, 1, 3 }, "(2, 1, 1, 3)")]
    [InlineData(new long[] { 2, 3 }, "(2, 3)")]
    public void Other_ranks_keep_their_shape(long[] extents, string expected)
    {
        byte[] file = NpyWriter.Write(Maps.Ramp(extents));

        Assert.Contains($"'shape': {expected}, }}", Header(file), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new long[] { 1, 2, 3, 4 }, "(3, 4)", 12, 12)]
    [InlineData(new long[] { 1, 5 }, "()", 1, 1)]
    [InlineData(new long[] { 1, 2, 7 }, "(7,)", 7, 7)]
    public void One_channel_has_the_shape_of_an_indexed_array(long[] extents, string expected, int count, float first)
    {
        byte[] file = NpyWriter.WriteChannel(Maps.Ramp(extents), 1);

        Assert.Contains($"'shape': {expected}, }}", Header(file), StringComparison.Ordinal);
        Assert.Equal([.. Enumerable.Range(0, count).Select(i => first + i)], Values(file));
    }

    [Fact]
    public void The_data_starts_at_a_multiple_of_64_after_a_newline()
    {
        for (int rank = 1; rank < 24; rank++)
        {
            byte[] file = NpyWriter.Write(new Shape([.. Enumerable.Repeat(1L, rank)]), [7f]);

            int start = file.Length - sizeof(float);
            Assert.Equal(0, start % 64);
            Assert.Equal((byte)'\n', file[start - 1]);
        }
    }

    [Fact]
    public void Arrays_of_integers_have_their_type()
    {
        byte[] bytes = NpyWriter.Write(new Shape(2, 2), (ReadOnlySpan<byte>)[1, 2, 3, 255]);
        byte[] integers = NpyWriter.Write(new Shape(2), (ReadOnlySpan<int>)[-1, 70_000]);

        Assert.StartsWith("{'descr': '|u1', 'fortran_order': False, 'shape': (2, 2), }", Header(bytes), StringComparison.Ordinal);
        Assert.Equal(new byte[] { 1, 2, 3, 255 }, bytes[^4..]);
        Assert.StartsWith("{'descr': '<i4', 'fortran_order': False, 'shape': (2,), }", Header(integers), StringComparison.Ordinal);
        Assert.Equal(new byte[] { 255, 255, 255, 255, 0x70, 0x11, 1, 0 }, integers[^8..]);
        Assert.Throws<ArgumentException>(() => NpyWriter.Write(new Shape(3), (ReadOnlySpan<byte>)[1, 2]));
    }

    [Fact]
    public void The_number_of_values_must_be_the_shapes() =>
        Assert.Throws<ArgumentException>(() => NpyWriter.Write(new Shape(2, 2), [1f, 2f, 3f]));

    private static string Header(byte[] file)
    {
        Assert.Equal([0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0], file[..8]);
        return Encoding.ASCII.GetString(file, 10, file[8] | file[9] << 8);
    }

    private static float[] Values(byte[] file) => MemoryMarshal.Cast<byte, float>(file.AsSpan(10 + (file[8] | file[9] << 8))).ToArray();
}
