using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class UpsampleTests
{
    [Theory]
    [InlineData("nearest")]
    [InlineData("linear")]
    public void Scales_as_attribute_or_input(string mode)
    {
        foreach (float scale in new[] { 1f, 2f, 1.5f, 3f })
        {
            Tensor x = new TensorRandom(1).Floats(2, 5, 4, 6);
            var expected = new ReferenceResize { Mode = mode, Transform = "asymmetric", Nearest = "floor" };
            NdArray y = expected.ByScales(x, 1, 1, scale, 2);
            Tolerance tolerance = mode == "nearest" ? Tolerance.Exact : Tolerance.Accumulated;
            new OperatorCase("Upsample", 7).Input(x).Attribute("mode", mode).Attribute("scales", new[] { 1, 1, scale, 2 })
                .Check(tolerance, y);
            Tensor scales = TestTensors.Floats(1, 1, scale, 2);
            new OperatorCase("Upsample", 9).Input(x).Constant(scales).Attribute("mode", mode).Check(tolerance, y);
            new OperatorCase("Upsample", 9).Input(x).Input(scales).Attribute("mode", mode).Check(tolerance, y);
        }
    }

    [Theory]
    [InlineData("nearest")]
    [InlineData("bilinear")]
    public void Opset_1_scales_height_and_width(string mode)
    {
        Tensor x = new TensorRandom(2).Floats(1, 3, 4, 6);
        var expected = new ReferenceResize { Mode = mode == "nearest" ? mode : "linear", Transform = "asymmetric", Nearest = "floor" };
        new OperatorCase("Upsample", 1).Input(x).Attribute("mode", mode).Attribute("height_scale", 2f).Attribute("width_scale", 3f)
            .WithoutOnnxRuntime().Check(Tolerance.Accumulated, expected.ByScales(x, 1, 1, 2, 3));
    }

    [Fact]
    public void Bytes()
    {
        Tensor x = new TensorRandom(3).Integers(ElementType.UInt8, new Shape(1, 3, 5, 7), 0, 255);
        new OperatorCase("Upsample", 9).Input(x).Constant(TestTensors.Floats(1, 1, 2, 2)).Check(Tolerance.Exact);
    }
}
