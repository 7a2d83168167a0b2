using Fovea.Kernels.Gemm;
using Fovea.Kernels.Winograd;

namespace Fovea.Inference.Weights;

/// <summary>
/// Packs the filters [filter, channel of its group, kernel height, kernel width], transformed for Winograd's algorithm: for each slice of
/// channels one matrix of panels per position.
/// </summary>
internal sealed record WinogradPacking : Packing
{
    private readonly WinogradWeights _transform;

    /// <param name="slices">The channels.</param>
    /// <param name="tile">The outputs of a tile.</param>
    /// <param name="kernelHeight">Height of the kernel.</param>
    /// <param name="kernelWidth">Width of the kernel.</param>
    /// <param name="lanes">Floats per vector.</param>
    public WinogradPacking(ChannelSlices slices, WinogradTile tile, int kernelHeight, int kernelWidth, int lanes)
    {
        Key = new Layer(slices, tile, kernelHeight, kernelWidth, lanes);
        _transform = new WinogradWeights(tile, kernelHeight, kernelWidth);
    }

    /// <summary>The panels of one position of a slice.</summary>
    public PanelLayout Layout => new(Key.Slices.Outputs, Key.Slices.Inputs, Key.Lanes);

    public override ElementType ElementType => ElementType.Float32;

    public override long Elements => Key.Slices.Count * Positions * Layout.PackedLength;

    public override int Parts => Key.Slices.Count * Layout.Panels;

    /// <summary>The parameters that determine layout and transform.</summary>
    private Layer Key { get; }

    private long Positions => (long)(Key.Tile.Height + Key.KernelHeight - 1) * (Key.Tile.Width + Key.KernelWidth - 1);

    public bool Equals(WinogradPacking? other) => other is not null && Key == other.Key;

    public override int GetHashCode() => Key.GetHashCode();

    public override unsafe void Pack(in PackingSource source, int part, void* target)
    {
        PanelLayout layout = Layout;
        int panel = part % layout.Panels;
        int slice = part / layout.Panels;
        float* matrices = (float*)target + (slice * Positions * layout.PackedLength);
        int first = layout.FirstColumn(panel), columns = layout.ColumnsIn(panel), width = layout.Vectors(panel) * layout.Lanes;
        // Padding, and filters of other groups.
        if (columns < width || Key.Slices.Groups > 1)
        {
            for (long position = 0; position < Positions; position++)
            {
                float* start = matrices + (position * layout.PackedLength) + (first * layout.Depth);
                new Span<float>(start, checked((int)(width * layout.Depth))).Clear();
            }
        }

        int groupColumns = Key.Slices.Outputs / Key.Slices.Groups;
        for (int group = first / groupColumns; group * groupColumns < first + columns; group++)
        {
            int from = Math.Max(first, group * groupColumns);
            int to = Math.Min(first + columns, (group + 1) * groupColumns);
            PackGroup(in source, slice, group, from, to, panel, matrices);
        }
    }

    // The filters [from, to) of a slice, which belong to one of its groups.
    private unsafe void PackGroup(in PackingSource source, int slice, int group, int from, int to, int panel, float* matrices)
    {
        PanelLayout layout = Layout;
        int taps = Key.KernelHeight * Key.KernelWidth;
        int channels = Key.Slices.Inputs / Key.Slices.Groups;
        long filter = (long)channels * taps;
        int step = PanelPacking.ChannelsPerChunk(to - from, taps, channels);
        for (int channel = 0; channel < channels; channel += step)
        {
            int count = Math.Min(step, channels - channel);
            long start = ((((long)slice * Key.Slices.Outputs) + from) * filter) + ((long)channel * taps);
            float* filters = source.StridedRuns<float>(start, filter, to - from, (long)count * taps, out long stride);
            var range = new WinogradFilters
            {
                Source = filters,
                FilterStride = stride,
                FirstColumn = from - layout.FirstColumn(panel),
                Columns = to - from,
                FirstChannel = (group * channels) + channel,
                Channels = count,
            };
            _transform.PackPanel(in range, in layout, panel, matrices);
        }
    }

    private readonly record struct Layer(ChannelSlices Slices, WinogradTile Tile, int KernelHeight, int KernelWidth, int Lanes);
}
