using Fovea.Kernels.Gemm;

namespace Fovea.Inference.Weights;

/// <summary>
/// Packs the filters [group, column, channel, tap] of a convolution of bytes, or a matrix of bytes, as one matrix of panels per group. Its
/// depth runs over taps, then words of four channels, whose last is filled up with zeros. Unsigned bytes become signed ones, 128 less.
/// </summary>
/// <param name="Groups">Groups of channels.</param>
/// <param name="Columns">Filters of a group.</param>
/// <param name="Channels">Input channels of a group.</param>
/// <param name="Taps">Taps of the kernel.</param>
/// <param name="Lanes">Sums per vector.</param>
/// <param name="Order">How the source is laid out.</param>
/// <param name="IsSigned">Whether the source is Int8; else it is UInt8.</param>
internal sealed record BytePanelPacking(
    int Groups, int Columns, int Channels, int Taps, int Lanes, BytePanelOrder Order, bool IsSigned) : Packing
{
    /// <summary>Bytes of a word.</summary>
    public const int Word = 4;

    /// <summary>Words of a tap.</summary>
    public int Words => WordsOf(Channels);

    /// <summary>The panels of one group, whose depth is counted in words.</summary>
    public PanelLayout Layout => new(Columns, (long)Taps * Words, Lanes);

    public override ElementType ElementType => ElementType.Int8;

    public override long Elements => Layout.PackedLength * Word * Groups;

    public override int Parts => Order == BytePanelOrder.Filters ? Layout.Panels * Groups : PanelPacking.RowParts(Words, RowBytes);

    private long RowBytes => (long)Columns * Word;

    /// <summary>Words of so many channels.</summary>
    public static int WordsOf(int channels) => (int)(((long)channels + Word - 1) / Word);

    public override unsafe void Pack(in PackingSource source, int part, void* target)
    {
        if (Order == BytePanelOrder.Filters)
            Filters(in source, part, (byte*)target);
        else
            Rows(in source, part, (byte*)target);
    }

    // One panel of a group.
    private unsafe void Filters(in PackingSource source, int part, byte* target)
    {
        PanelLayout layout = Layout;
        int group = part / layout.Panels;
        int panel = part % layout.Panels;
        int column = layout.FirstColumn(panel);
        int columns = layout.ColumnsIn(panel);
        long filter = (long)Channels * Taps;
        long first = ((((long)group * Columns) + column) * filter);
        byte* packed = target + (Word * ((group * layout.PackedLength) + (column * layout.Depth)));
        int step = Math.Max(1, (int)(PackingBuffer.ChunkBytes / ((long)columns * Taps) / Word)) * Word;
        for (int channel = 0; channel < Channels; channel += step)
        {
            int count = Math.Min(step, Channels - channel);
            byte* filters = ReadBytes(in source, first + ((long)channel * Taps), filter, columns, (long)count * Taps, out long stride);
            for (int tap = 0; tap < Taps; tap++)
            {
                WriteWords(
                    filters + tap, stride, Taps, count, columns, layout.Vectors(panel) * Lanes, packed,
                    ((long)tap * Words) + (channel / Word));
            }
        }
    }

    // Some rows of a matrix, in all panels.
    private unsafe void Rows(in PackingSource source, int part, byte* target)
    {
        PanelLayout layout = Layout;
        int words = PanelPacking.RowsPerPart(RowBytes);
        int channel = part * words * Word;
        int count = Math.Min(words * Word, Channels - channel);
        byte* rows = ReadBytes(in source, (long)channel * Columns, 0, 1, (long)count * Columns, out _);
        for (int panel = 0; panel < layout.Panels; panel++)
        {
            int column = layout.FirstColumn(panel);
            WriteWords(
                rows + column, 1, Columns, count, layout.ColumnsIn(panel), layout.Vectors(panel) * Lanes,
                target + (Word * column * layout.Depth), channel / Word);
        }
    }

    // Writes the words of some channels of a panel's columns, from a word of the depth on.
    private unsafe void WriteWords(
        byte* from, long columnStride, long channelStride, int channels, int columns, int width, byte* panel, long firstWord)
    {
        int flip = IsSigned ? 0 : 0x80;
        byte* word = panel + (firstWord * width * Word);
        for (int channel = 0; channel < channels; channel += Word, word += (long)width * Word)
        {
            int used = Math.Min(Word, channels - channel);
            for (int column = 0; column < width; column++)
            {
                for (int i = 0; i < Word; i++)
                {
                    word[(column * Word) + i] = column < columns && i < used
                        ? (byte)(from[(column * columnStride) + ((channel + i) * channelStride)] ^ flip)
                        : (byte)0;
                }
            }
        }
    }

    /// <summary>A byte of the source as the panels have it.</summary>
    public sbyte Signed(byte value) => (sbyte)(IsSigned ? value : value ^ 0x80);

    /// <summary>Evenly spaced runs of bytes of the source, as <see cref="PackingSource.StridedRuns"/> reads them.</summary>
    public unsafe byte* ReadBytes(in PackingSource source, long first, long runStride, int runs, long length, out long stride) => IsSigned
        ? (byte*)source.StridedRuns<sbyte>(first, runStride, runs, length, out stride)
        : source.StridedRuns<byte>(first, runStride, runs, length, out stride);
}
