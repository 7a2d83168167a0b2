using Fovea.Kernels.Layout;

namespace Fovea.Inference.Weights;

/// <summary>For each index of a mapped axis the offset of its element in the source; needs no source of its own.</summary>
/// <param name="Map">The axis.</param>
/// <param name="Stride">Elements of the source from one index of the axis to the next.</param>
internal sealed record AxisMapPacking(AxisMap Map, long Stride) : Packing
{
    public override ElementType ElementType => ElementType.Int64;

    public override long Elements => Map.Count;

    public override unsafe void Pack(in PackingSource source, int part, void* target)
    {
        long* offsets = (long*)target;
        for (long i = 0; i < Map.Count; i++)
        {
            long element = Map.At(i);
            offsets[i] = element < 0 ? MappedCopy.Filler : element * Stride;
        }
    }
}
