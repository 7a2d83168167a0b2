using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class ScaleTests
{
    [Fact]
    public void The_product_with_a_number()
    {
        Tensor x = new TensorRandom(1).Floats(2, 3, 5);
        new OperatorCase("Scale", 1).Input(x).Attribute("scale", -2.5f).WithoutOnnxRuntime()
            .Check(Tolerance.Rounding, NdArray.Of(x).Select(v => v * -2.5));
    }
}
