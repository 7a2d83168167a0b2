using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class RoiAlignTests
{
    private static readonly Tensor Regions = TestTensors.Floats(
        new Shape(4, 4), 0, 0, 9, 9, 2.3f, 1.1f, 6.7f, 8.2f, -3, -2, 4, 5, 5, 5, 14, 30);

    private static readonly Tensor Images = TestTensors.Int64s(0, 1, 1, 0);

    [Theory]
    [InlineData("avg", 0)]
    [InlineData("avg", 2)]
    [InlineData("max", 2)]
    [InlineData("max", 0)]
    public void Modes_and_samples(string mode, int samples)
    {
        foreach (int channels in new[] { 1, 17 })
        {
            Tensor x = new TensorRandom(channels).Floats(new Shape(2, channels, 10, 11), 0, 1);
            foreach ((long opset, string? transform) in new (long, string?)[]
            {
                (10, null), (16, "half_pixel"), (16, "output_half_pixel"), (16, null),
            })
            {
                new OperatorCase("RoiAlign", opset).Input(x).Input(Regions).Input(Images).Attribute("mode", mode)
                    .Attribute("sampling_ratio", samples).Attribute("output_height", 3).Attribute("output_width", 2)
                    .Attribute("spatial_scale", 0.7f).Attribute("coordinate_transformation_mode", transform).Check(Tolerance.Accumulated);
            }
        }
    }

    [Fact]
    public void An_image_that_does_not_exist_is_an_error_of_the_run()
    {
        Tensor x = new TensorRandom(1).Floats(1, 1, 4, 4);
        byte[] model = new OperatorCase("RoiAlign", 16).Input(x).Input(Regions).Input(Images).Build(symbolic: false, folded: false);
        Assert.Throws<InvalidInputException>(() => TestEngines.Best.Run(model, [x, Regions, Images]));
    }

    [Fact]
    public void Regions_of_any_size_take_no_longer_than_the_image()
    {
        Tensor x = new TensorRandom(2).Floats(1, 3, 4, 4);
        Tensor regions = TestTensors.Floats(
            new Shape(5, 4), -1e30f, -1e30f, 1e30f, 1e30f, float.NaN, 0, 1, 1, 0, 0, float.PositiveInfinity, 1, 3, 3, 1, 1, 2, 2, 2, 2);
        Tensor images = TestTensors.Int64s(0, 0, 0, 0, 0);
        foreach (string mode in new[] { "avg", "max" })
        {
            byte[] model = new OperatorCase("RoiAlign", 16).Input(x).Input(regions).Input(images).Attribute("mode", mode)
                .Attribute("output_height", 2).Attribute("output_width", 2).Build(symbolic: false, folded: false);
            Assert.Equal(new Shape(5, 3, 2, 2), TestEngines.Best.Run(model, [x, regions, images])[0].Shape);
        }
    }
}
