using Fovea.Imaging.Pixels;
using Fovea.Models.Preprocessing;

namespace Fovea.Bench.ImageStages;

/// <summary>Turns one decoded image into a tensor again and again.</summary>
internal sealed class PrepareStage(DecodedImage image, PreprocessingSpec spec)
{
    private readonly Preprocessor _preprocessor = new(spec);
    private readonly float[] _tensor = new float[spec.ElementCount];

    public void Run() => _preprocessor.Run(image, _tensor);
}
