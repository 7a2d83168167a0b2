using Fovea.Imaging.Resizing;
using Fovea.Inference;
using Fovea.Models.FeatureMaps;
using Fovea.Models.Preprocessing;
using SkiaSharp;

namespace Fovea.Models.Tests.FeatureMaps;

public sealed class PixelLookupTests
{
    private static readonly Normalization Reversed = new(
        [new(NormalizationOperation.Multiply, -1), new(NormalizationOperation.Add, [255, 128, 0])]);

    private static readonly (Normalization Normalization, ElementType Type)[] Inputs =
    [
        (Normalization.None, ElementType.UInt8), (Normalization.None, ElementType.Float32),
        (Normalization.ImageNet, ElementType.Float32), (Normalization.ImageNet, ElementType.Float16),
        (Reversed, ElementType.Float32), (Reversed, ElementType.Float16),
    ];

    [Fact]
    public void The_pixel_is_found_that_a_value_was_made_of()
    {
        foreach ((Normalization normalization, ElementType type) in Inputs)
        {
            for (int channel = 0; channel < 3; channel++)
            {
                var lookup = new PixelLookup(Spec(normalization, type), channel);
                for (int pixel = 0; pixel < 256; pixel++)
                {
                    float value = normalization.Apply((byte)pixel, channel);
                    Assert.Equal((uint)pixel, lookup.Find(type == ElementType.Float16 ? (float)(Half)value : value));
                }
            }
        }
    }

    [Theory]
    [InlineData(-9f, 0)]
    [InlineData(0.49f, 0)]
    [InlineData(0.51f, 1)]
    [InlineData(254.6f, 255)]
    [InlineData(300f, 255)]
    public void Of_other_values_the_nearest_is_found(float value, uint expected) =>
        Assert.Equal(expected, new PixelLookup(Spec(Normalization.None, ElementType.Float32), 0).Find(value));

    [Theory]
    [InlineData(ChannelOrder.Rgb, TensorLayout.Nchw)]
    [InlineData(ChannelOrder.Bgr, TensorLayout.Nchw)]
    [InlineData(ChannelOrder.Bgr, TensorLayout.Nhwc)]
    public void An_input_becomes_the_picture_that_it_was_made_of(ChannelOrder order, TensorLayout layout)
    {
        PreprocessingSpec spec = Spec(Normalization.ImageNet, ElementType.Float32) with { Channels = order, Layout = layout };
        byte[][] pixels = [[10, 20, 30], [200, 0, 255]];
        var input = new Tensor(ElementType.Float32, spec.InputShape(1));
        for (int i = 0; i < pixels.Length; i++)
        {
            for (int channel = 0; channel < 3; channel++)
            {
                int at = layout == TensorLayout.Nhwc ? i * 3 + channel : channel * 2 + i;
                byte value = pixels[i][order == ChannelOrder.Bgr ? 2 - channel : channel];
                input.Span<float>()[at] = spec.Normalization.Apply(value, channel);
            }
        }

        using SKBitmap picture = SKBitmap.Decode(InputPicture.Of(spec, input).EncodePng());

        Assert.Equal((2, 1), (picture.Width, picture.Height));
        Assert.Equal([new SKColor(10, 20, 30), new SKColor(200, 0, 255)], picture.Pixels);
    }

    private static PreprocessingSpec Spec(Normalization normalization, ElementType type) => new()
    {
        Width = 2,
        Height = 1,
        Channels = ChannelOrder.Rgb,
        Layout = TensorLayout.Nchw,
        ElementType = type,
        Resize = ResizeRule.None,
        Crop = CropRounding.HalfEven,
        Normalization = normalization,
        ApplyExifOrientation = true,
        Background = null,
    };
}
