using Fovea.Kernels.Gemm;
using Fovea.Kernels.Winograd;

namespace Fovea.Inference.Weights;

/// <summary>
/// Packs the filters [filter, channel, kernel height, kernel width], transformed for Winograd's algorithm, as one matrix of panels per
/// position.
/// </summary>
internal sealed record WinogradPacking : Packing
{
    private readonly WinogradWeights _transform;

    /// <param name="tile">The outputs of a tile.</param>
    /// <param name="kernelHeight">Height of the kernel.</param>
    /// <param name="kernelWidth">Width of the kernel.</param>
    /// <param name="channels">Input channels.</param>
    /// <param name="filters">Output channels.</param>
    /// <param name="lanes">Floats per vector.</param>
    public WinogradPacking(WinogradTile tile, int kernelHeight, int kernelWidth, int channels, int filters, int lanes)
    {
        Key = new Layer(tile, kernelHeight, kernelWidth, channels, filters, lanes);
        _transform = new WinogradWeights(tile, kernelHeight, kernelWidth);
    }

    /// <summary>The panels of one position.</summary>
    public PanelLayout Layout => new(Key.Filters, Key.Channels, Key.Lanes);

    public override ElementType ElementType => ElementType.Float32;

    public override long Elements =>
        Layout.PackedLength * (Key.Tile.Height + Key.KernelHeight - 1) * (Key.Tile.Width + Key.KernelWidth - 1);

    public override int Parts => Layout.Panels;

    /// <summary>The parameters that determine layout and transform.</summary>
    private Layer Key { get; }

    public bool Equals(WinogradPacking? other) => other is not null && Key == other.Key;

    public override int GetHashCode() => Key.GetHashCode();

    public override unsafe void Pack(in PackingSource source, int part, void* target)
    {
        PanelLayout layout = Layout;
        int taps = Key.KernelHeight * Key.KernelWidth;
        int step = PanelPacking.ChannelsPerChunk(layout.ColumnsIn(part), taps, Key.Channels);
        for (int channel = 0; channel < Key.Channels; channel += step)
        {
            int count = Math.Min(step, Key.Channels - channel);
            float* filters = PanelPacking.PanelFilters(in source, 0, taps, Key.Channels, in layout, part, channel, count, out long stride);
            var filterChannels = new WinogradFilters { Source = filters, FilterStride = stride, FirstChannel = channel, Channels = count };
            _transform.PackPanel(in filterChannels, in layout, part, (float*)target);
        }
    }

    private readonly record struct Layer(WinogradTile Tile, int KernelHeight, int KernelWidth, int Channels, int Filters, int Lanes);
}
