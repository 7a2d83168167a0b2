using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class ImageScalerTests
{
    [Fact]
    public void A_factor_and_a_summand_per_channel()
    {
        Tensor x = new TensorRandom(1).Floats(2, 3, 5, 7);
        float[] bias = [1, -2, 0.5f];
        new OperatorCase("ImageScaler", 1).Input(x).Attribute("scale", 0.25f).Attribute("bias", bias)
            .Check(Tolerance.Rounding, NdArray.Build(x.Shape, i => (NdArray.Of(x)[i] * 0.25) + bias[i[1]]));
    }

    [Fact]
    public void Another_number_of_channels_is_refused()
    {
        Tensor x = new TensorRandom(2).Floats(1, 4, 2, 2);
        byte[] model = new OperatorCase("ImageScaler", 1).Input(x).Attribute("bias", new[] { 1f, 2f })
            .Build(symbolic: false, folded: false);
        RefusedModel.With(() => TestEngines.Best.Run(model, [x]));
    }
}
