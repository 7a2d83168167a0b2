using Fovea.Imaging.Pixels;
using Fovea.Imaging.Resampling;
using Fovea.Imaging.Resizing;
using Fovea.Models.Preprocessing;
using Fovea.Models.StyleTransfer;
using Fovea.Tests.Support;
using SkiaSharp;

namespace Fovea.Models.Tests.StyleTransfer;

/// <summary>The arithmetic of a style transfer outside of the network.</summary>
public sealed class StyleArithmeticTests
{
    [Fact]
    public void Adam_moves_as_computed_by_hand()
    {
        float[] x = [1, 5];
        var adam = new Adam(2);
        adam.Step(x, [2, 0], 0.1);
        Assert.Equal(0.9f, x[0], 1e-6f);
        // Moments 0.1 2 0.9 - 0.1 = 0.08 and 0.999 0.004 + 0.001 = 0.004996; over 1 - 0.81 and 1 - 0.998001: 0.421053 and 2.49925.
        adam.Step(x, [-1, 0], 0.1);
        Assert.Equal(0.8733664f, x[0], 1e-6f);
        Assert.Equal(5, x[1]);
    }

    [Theory]
    [InlineData("Sum", 30)]
    [InlineData("Relative", 7.5)]
    [InlineData("Mean", 2.5)]
    public void Variation_is_as_computed_by_hand(string scale, double expected)
    {
        // Neighbours differ by 1 and 3 along rows, by 2 and 4 along columns.
        float[] gradient = new float[4];
        Assert.Equal(2 * expected, TotalVariation.Add(Enum.Parse<LossScale>(scale), 2, [0, 1, 2, 5], 2, 2, gradient), 1e-9);
        Assert.Equal(0, gradient.Sum(), 1e-5);
    }

    [Theory]
    [InlineData("Sum")]
    [InlineData("Relative")]
    [InlineData("Mean")]
    public void The_gradient_of_variation_is_that_of_differences(string name)
    {
        LossScale scale = Enum.Parse<LossScale>(name);
        float[] pixels = [.. Enumerable.Range(0, 2 * 3 * 4).Select(i => (float)Math.Sin(i * i))];
        float[] gradient = new float[pixels.Length];
        TotalVariation.Add(scale, 3, pixels, 4, 3, gradient);
        for (int i = 0; i < pixels.Length; i++)
            Assert.Equal((At(i, 1e-3f) - At(i, -1e-3f)) / 2e-3, gradient[i], 1e-2 * Math.Max(1, Math.Abs(gradient[i])));

        double At(int moved, float by)
        {
            float[] other = [.. pixels];
            other[moved] += by;
            return TotalVariation.Add(scale, 3, other, 4, 3, new float[pixels.Length]);
        }
    }

    [Fact]
    public void Noise_is_that_of_SplitMix64()
    {
        float[] noise = new float[1000];
        PixelNoise.Fill(noise, 0);
        Assert.Equal(0xE220A8 / (float)(1 << 24), noise[0]);
        Assert.InRange(noise.Average(), 0.45, 0.55);
        float[] other = new float[1000];
        PixelNoise.Fill(other, 1);
        Assert.NotEqual(noise, other);
    }

    [Theory]
    [InlineData(ChannelOrder.Rgb, TensorLayout.Nchw)]
    [InlineData(ChannelOrder.Bgr, TensorLayout.Nchw)]
    [InlineData(ChannelOrder.Bgr, TensorLayout.Nhwc)]
    [InlineData(ChannelOrder.Gray, TensorLayout.Nchw)]
    public void The_networks_input_is_that_of_its_own_preprocessing(ChannelOrder channels, TensorLayout layout)
    {
        PreprocessingSpec spec = Spec(channels, layout);
        var space = new PictureSpace(spec);
        using var image = DecodedImage.FromPixels(24, 18, Noise.Rgba(24, 18, 3));
        float[] expected = new float[spec.ElementCount];
        new Preprocessor(spec).Run<float>(image, expected);
        float[] planes = space.Read(image);
        float[] input = new float[spec.ElementCount];
        space.ToNetwork(planes, input);

        Assert.All(expected.Zip(input), pair => Assert.Equal(pair.First, pair.Second, 1e-2f));
        // The map is affine: a gradient goes back by the same factors.
        float[] slopes = new float[planes.Length];
        space.ToPlanes(Enumerable.Repeat(1f, input.Length).ToArray(), slopes);
        float[] moved = new float[input.Length];
        space.ToNetwork([.. planes.Select(x => x + 1)], moved);
        Assert.Equal(slopes.Sum(), moved.Zip(input, (after, before) => (double)after - before).Sum(), 1e-3 * Math.Abs(slopes.Sum()));
    }

    [Fact]
    public void A_picture_is_drawn_as_it_was_read()
    {
        byte[] pixels = Noise.Rgba(12, 9, 3);
        var space = new PictureSpace(Spec(ChannelOrder.Bgr, TensorLayout.Nchw) with { Width = 12, Height = 9 });
        using var image = DecodedImage.FromPixels(12, 9, pixels);
        using SKBitmap drawn = SKBitmap.Decode(space.Png(space.Read(image)));

        Assert.Equal((12, 9), (drawn.Width, drawn.Height));
        Assert.Equal(
            Enumerable.Range(0, 12 * 9).Select(i => new SKColor(pixels[4 * i], pixels[4 * i + 1], pixels[4 * i + 2])), drawn.Pixels);
        using SKBitmap small = SKBitmap.Decode(space.Png(space.Read(image), side: 6));
        Assert.Equal((6, 5), (small.Width, small.Height));
        Assert.Equal(drawn.GetPixel(2, 2), small.GetPixel(1, 1));
    }

    [Fact]
    public void Kept_colours_have_the_luminance_of_the_result()
    {
        var space = new PictureSpace(Spec(ChannelOrder.Rgb, TensorLayout.Nchw));
        using var content = DecodedImage.FromPixels(12, 9, Noise.Rgba(12, 9, 1));
        using var result = DecodedImage.FromPixels(12, 9, Noise.Rgba(12, 9, 2));
        (float[] c, float[] r) = (space.Read(content), space.Read(result));
        float[] mixed = Luminance.WithColours(space, c, r);

        Assert.All(
            Luminance.Of(space, r).Zip(Luminance.Of(space, mixed)), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        int plane = c.Length / 3;
        for (int i = 0; i < plane; i++)
        {
            Assert.Equal(
                space.ToUnit(c[i], 0) - space.ToUnit(c[plane + i], 1), space.ToUnit(mixed[i], 0) - space.ToUnit(mixed[plane + i], 1), 1e-5);
        }

        double[] matched = Luminance.Matched(Luminance.Of(space, c), Luminance.Of(space, r));
        Assert.Equal(Luminance.Of(space, r).Average(), matched.Average(), 1e-9);
    }

    private static PreprocessingSpec Spec(ChannelOrder channels, TensorLayout layout) => new()
    {
        Width = 12,
        Height = 9,
        Channels = channels,
        Layout = layout,
        Resize = ResizeRule.Cover(12, 9, ResizeFilter.Bilinear),
        Crop = CropRounding.Floor,
        Normalization = channels == ChannelOrder.Rgb
            ? Normalization.ImageNet
            : new Normalization([new(NormalizationOperation.Subtract, channels == ChannelOrder.Gray ? [10] : [103.94, 116.78, 123.68])]),
        ApplyExifOrientation = true,
        Background = null,
    };
}
