using Fovea.Kernels.Gemm;

namespace Fovea.Inference.Weights;

/// <summary>
/// Packs the filters [group, column, channel, tap] of a convolution as one matrix of panels per group; its depth runs over taps, then
/// channels.
/// </summary>
/// <param name="Groups">Groups of channels.</param>
/// <param name="Columns">Filters of a group.</param>
/// <param name="Channels">Input channels of a group.</param>
/// <param name="Taps">Taps of the kernel.</param>
/// <param name="Lanes">Floats per vector.</param>
internal sealed record ConvolutionPacking(int Groups, int Columns, int Channels, int Taps, int Lanes) : Packing
{
    /// <summary>The panels of one group.</summary>
    public PanelLayout Layout => new(Columns, (long)Taps * Channels, Lanes);

    public override ElementType ElementType => ElementType.Float32;

    public override long Elements => Layout.PackedLength * Groups;

    public override int Parts => Layout.Panels * Groups;

    public override unsafe void Pack(in PackingSource source, int part, void* target)
    {
        PanelLayout layout = Layout;
        int group = part / layout.Panels;
        long first = (long)group * Columns * Channels * Taps;
        PanelPacking.Filters(
            in source, first, Taps, Channels, in layout, part % layout.Panels, (float*)target + (group * layout.PackedLength));
    }
}
