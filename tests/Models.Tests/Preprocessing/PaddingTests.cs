using Fovea.Imaging.Pixels;
using Fovea.Imaging.Resampling;
using Fovea.Models.Preprocessing;
using Fovea.Models.Tests.Support;
using Fovea.Tests.Support;

namespace Fovea.Models.Tests.Preprocessing;

public sealed class PaddingTests
{
    [Theory]
    [InlineData(ChannelOrder.Rgb, TensorLayout.Nhwc, 10, 20, 30)]
    [InlineData(ChannelOrder.Bgr, TensorLayout.Nhwc, 30, 20, 10)]
    [InlineData(ChannelOrder.Rgb, TensorLayout.Nchw, 10, 20, 30)]
    [InlineData(ChannelOrder.Bgr, TensorLayout.Nchw, 30, 20, 10)]
    [InlineData(ChannelOrder.Gray, TensorLayout.Nchw, 10)]
    public void The_colour_surrounds_a_smaller_image_in_the_networks_channels(
        ChannelOrder channels, TensorLayout layout, params int[] corner)
    {
        using DecodedImage image = Noise.Image(4, 2, 7);
        PreprocessingSpec spec = Specs.Raw(8, 8, ResizeRule.Fit(8, 8, ResizeFilter.Nearest)) with
        {
            Channels = channels,
            Layout = layout,
            Padding = new RgbColor(10, 20, 30),
        };
        float[] tensor = Tensors.Of(image, spec);
        int step = layout == TensorLayout.Nchw ? 64 : 1;
        Assert.Equal(corner.Select(value => (float)value), corner.Select((_, channel) => tensor[channel * step]));
        Assert.Equal(corner.Select(value => (float)value), corner.Select((_, channel) =>
            tensor[layout == TensorLayout.Nchw ? channel * 64 + 63 : 63 * corner.Length + channel]));
        // The image takes rows 2..5.
        PixelMapping mapping = new Preprocessor(spec).Run(image, tensor);
        Assert.Equal((2, 4), (mapping.Rows.Offset, mapping.Rows.Count));
    }

    [Theory]
    [InlineData(90, 70, 64, 64, 82, 64, 64, 50)]
    [InlineData(70, 90, 64, 64, 64, 82, 50, 64)]
    [InlineData(90, 70, 80, 40, 80, 62, 51, 40)]
    [InlineData(3, 1000, 10, 10, 10, 3333, 1, 10)]
    public void Covering_and_fitting_keep_proportions(
        int width, int height, int toWidth, int toHeight, int coverWidth, int coverHeight, int fitWidth, int fitHeight)
    {
        Assert.Equal((coverWidth, coverHeight), ResizeRule.Cover(toWidth, toHeight, ResizeFilter.Box).TargetSize(width, height));
        Assert.Equal((fitWidth, fitHeight), ResizeRule.Fit(toWidth, toHeight, ResizeFilter.Box).TargetSize(width, height));
    }
}
