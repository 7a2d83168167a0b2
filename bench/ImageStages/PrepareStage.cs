using Fovea.Imaging.Pixels;
using Fovea.Models.Preprocessing;

namespace Fovea.Bench.ImageStages;

/// <summary>Preprocesses one decoded image into a tensor repeatedly.</summary>
internal sealed class PrepareStage(DecodedImage image, PreprocessingSpec spec)
{
    private readonly Preprocessor _preprocessor = new(spec);
    private readonly float[] _tensor = new float[spec.ElementCount];

    public void Run() => _preprocessor.Run(image, _tensor);
}
