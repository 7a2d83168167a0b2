using Fovea.Kernels.Gemm;

namespace Fovea.Inference.Weights;

/// <summary>
/// Packs the filters [group, channel, column, tap] of a transposed convolution as one matrix of panels per group; its depth runs over taps,
/// then channels.
/// </summary>
/// <param name="Groups">Groups of channels.</param>
/// <param name="Columns">Output channels of a group.</param>
/// <param name="Channels">Input channels of a group.</param>
/// <param name="Taps">Taps of the kernel.</param>
/// <param name="Lanes">Floats per vector.</param>
internal sealed record TransposedConvolutionPacking(int Groups, int Columns, int Channels, int Taps, int Lanes) : Packing
{
    /// <summary>The panels of one group.</summary>
    public PanelLayout Layout => new(Columns, (long)Taps * Channels, Lanes);

    public override ElementType ElementType => ElementType.Float32;

    public override long Elements => Layout.PackedLength * Groups;

    public override int Parts => PartsPerGroup * Groups;

    private long RowFloats => (long)Columns * Taps;

    private int PartsPerGroup => PanelPacking.RowParts(Channels, RowFloats);

    public override unsafe void Pack(in PackingSource source, int part, void* target)
    {
        PanelLayout layout = Layout;
        int group = part / PartsPerGroup;
        PanelPacking.Rows(
            in source, group * Channels * RowFloats, Taps, Channels, in layout, part % PartsPerGroup, (float*)target
            + (group * layout.PackedLength));
    }
}
