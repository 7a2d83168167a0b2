using Fovea.Inference;

namespace Fovea.Models.Preprocessing.Companions;

/// <summary>
/// <c>orig_target_sizes</c> [N,2] of RT-DETR, D-FINE and DEIM (lyuwenyu/RT-DETR, <c>tools/export_onnx.py</c>): width and height by which
/// the network multiplies its boxes. Of a picture that was stretched they are its own (<c>tools/inference/torch_inf.py</c>), else the
/// input's (DEIMv2, <c>tools/inference/onnx_inf.py</c>), and boxes are in pixels of the input.
/// </summary>
internal sealed class OriginalSizes : CompanionInput
{
    public override string Name => "orig_target_sizes";

    public override ElementType ElementType => ElementType.Int64;

    public override string Meaning => "width and height of the picture, or of the input where the picture does not fill it";

    public override int Rank => 1;

    public override long[] Extents(PreprocessingSpec spec) => [2];

    public override bool PlacesBoxes(PreprocessingSpec spec) => spec.Stretches;

    public override void Write(PixelMapping mapping, PreprocessingSpec spec, Tensor tensor, int row)
    {
        (int width, int height) = spec.Stretches ? mapping.WholeSize : (spec.Width, spec.Height);
        Span<long> sizes = tensor.Span<long>().Slice(2 * row, 2);
        (sizes[0], sizes[1]) = (width, height);
    }
}
