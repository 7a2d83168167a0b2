using Fovea.Inference;

namespace Fovea.Models.Preprocessing.Companions;

/// <summary>
/// <c>pixel_mask</c> [N,H,W] of Hugging Face's DETR (<c>image_transforms.py</c>, <c>make_pixel_mask</c>): ones where the picture is, zeros
/// in the padding.
/// </summary>
internal sealed class PixelMasks : CompanionInput
{
    public override string Name => "pixel_mask";

    public override ElementType ElementType => ElementType.Int64;

    public override string Meaning => "ones where the picture is, zeros in the padding";

    public override int Rank => 2;

    public override long[] Extents(PreprocessingSpec spec) => [spec.Height, spec.Width];

    public override void Write(PixelMapping mapping, PreprocessingSpec spec, Tensor tensor, int row)
    {
        Span<long> mask = tensor.Span<long>().Slice(row * spec.Height * spec.Width, spec.Height * spec.Width);
        mask.Clear();
        for (int y = mapping.Rows.Offset; y < mapping.Rows.Offset + mapping.Rows.Count; y++)
            mask.Slice(y * spec.Width + mapping.Columns.Offset, mapping.Columns.Count).Fill(1);
    }
}
