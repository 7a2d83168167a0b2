using Fovea.Inference;

namespace Fovea.Models.Preprocessing.Companions;

/// <summary>
/// <c>im_shape</c> [N,2] of PaddleDetection (<c>deploy/python/preprocess.py</c>, <c>Resize</c>): height and width of the resized picture.
/// </summary>
internal sealed class ImageShapes : CompanionInput
{
    public override string Name => "im_shape";

    public override ElementType ElementType => ElementType.Float32;

    public override string Meaning => "height and width of the resized picture";

    public override int Rank => 1;

    public override long[] Extents(PreprocessingSpec spec) => [2];

    public override void Write(PixelMapping mapping, PreprocessingSpec spec, Tensor tensor, int row)
    {
        Span<float> sides = tensor.Span<float>().Slice(2 * row, 2);
        (sides[0], sides[1]) = (mapping.ResizedSize.Height, mapping.ResizedSize.Width);
    }
}
