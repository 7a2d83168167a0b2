namespace Fovea.Kernels.Layout;

/// <summary>The elements of a padded axis (ONNX Pad).</summary>
/// <param name="Mode">What the padding consists of.</param>
/// <param name="First">The first element of the source that is kept.</param>
/// <param name="Kept">The elements of the source that are kept; at least one, unless the padding is constant.</param>
/// <param name="Before">Elements of padding before them.</param>
/// <param name="Length">The extent of the result.</param>
internal sealed record PaddingMap(PaddingMode Mode, long First, long Kept, long Before, long Length) : AxisMap
{
    public override long Count => Length;

    public override long At(long index)
    {
        long i = index - Before;
        if (i >= 0 && i < Kept)
            return First + i;
        if (Mode == PaddingMode.Constant)
            return -1;
        if (Mode == PaddingMode.Edge)
            return First + Math.Clamp(i, 0, Kept - 1);
        // The mirror image has the first and the last element once.
        long period = Mode == PaddingMode.Wrap ? Kept : Math.Max(1, 2 * (Kept - 1));
        long position = ((i % period) + period) % period;
        return First + (position < Kept ? position : period - position);
    }
}
