using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class CastLikeTests
{
    [Theory]
    [InlineData(ElementType.Float16)]
    [InlineData(ElementType.BFloat16)]
    [InlineData(ElementType.Float64)]
    [InlineData(ElementType.Int8)]
    [InlineData(ElementType.Bool)]
    public void To_the_type_of_another_tensor(ElementType type)
    {
        Tensor x = new TensorRandom(1).Floats(new Shape(3, 17), 0, 100), like = new TensorRandom(2).Any(type, new Shape(2), 0, 2);
        byte[] cast = new OperatorCase("Cast", 19).Input(x).Attribute("to", (int)type).Outputs(type).Build(symbolic: false, folded: false);
        NdArray expected = TestEngines.Best.Run(cast, [x])[0];
        new OperatorCase("CastLike", 19).Input(x).Input(like).Outputs(type).WithoutOnnxRuntime().Check(Tolerance.Exact, expected);
        new OperatorCase("CastLike", 15).Input(x).Constant(like).Outputs(type).WithoutOnnxRuntime().Check(Tolerance.Exact, expected);
    }
}
