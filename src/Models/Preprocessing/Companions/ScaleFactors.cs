using Fovea.Inference;

namespace Fovea.Models.Preprocessing.Companions;

/// <summary>
/// <c>scale_factor</c> [N,2] of PaddleDetection (<c>deploy/python/preprocess.py</c>, <c>Resize.generate_scale</c>): the ratios of height
/// and width by which the picture was resized, before its sides became whole pixels. The network divides its boxes by them.
/// </summary>
internal sealed class ScaleFactors : CompanionInput
{
    public override string Name => "scale_factor";

    public override ElementType ElementType => ElementType.Float32;

    public override string Meaning => "ratios of height and width by which the picture was resized";

    public override int Rank => 1;

    public override long[] Extents(PreprocessingSpec spec) => [2];

    public override bool PlacesBoxes(PreprocessingSpec spec) => true;

    public override void Write(PixelMapping mapping, PreprocessingSpec spec, Tensor tensor, int row)
    {
        (double across, double down) = mapping.Ratios;
        Span<float> ratios = tensor.Span<float>().Slice(2 * row, 2);
        (ratios[0], ratios[1]) = ((float)down, (float)across);
    }
}
