using Fovea.Imaging.Pixels;
using Fovea.Imaging.Resampling;
using Fovea.Imaging.Resizing;
using Fovea.Models.Preprocessing;
using Fovea.Models.Tests.Support;
using Fovea.Tests.Support;

namespace Fovea.Models.Tests.Preprocessing;

public sealed class PreprocessorTests
{
    private const int Rounds = 5;
    private const int RunsPerRound = 40;

    [Theory]
    [InlineData("mobilenet_v2", false)]
    [InlineData("timm_bicubic", false)]
    [InlineData("nhwc_nearest", false)]
    [InlineData("gray_28", false)]
    [InlineData("padded", false)]
    [InlineData("mobilenet_v2", true)]
    public void A_run_allocates_nothing_after_the_first(string network, bool prepared)
    {
        PreprocessingSpec spec = Specs.Network(network);
        if (prepared)
            spec = spec with { ApplyExifOrientation = true, Background = new RgbColor(1, 2, 3) };
        using DecodedImage image = Noise.Image(500, 375, 1, ExifOrientation.Rotate90);
        var preprocessor = new Preprocessor(spec);
        float[] tensor = new float[spec.ElementCount];
        preprocessor.Run(image, tensor);

        // A collection that another test causes charges this thread with the rest of its allocation context: the least of some rounds
        // counts.
        Assert.Equal(0, Enumerable.Range(0, Rounds).Min(_ => AllocatedBytes(() => preprocessor.Run(image, tensor))));
    }

    private static long AllocatedBytes(Action run)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < RunsPerRound; i++)
            run();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    [Fact]
    public void Orientation_background_and_gray_come_before_the_resize()
    {
        PreprocessingSpec spec = Specs.Network("gray_28") with { ApplyExifOrientation = true, Background = new RgbColor(200, 100, 50) };
        using DecodedImage image = Noise.Image(61, 43, 5, ExifOrientation.Transverse);
        byte[] prepared = new byte[61 * 43 * 4];
        PixelPreparation.Run(image, upright: true, spec.Background, gray: false, prepared);
        using DecodedImage upright = DecodedImage.FromPixels(43, 61, prepared);
        Assert.Equal(Tensors.Of(upright, Specs.Network("gray_28")), Tensors.Of(image, spec));
    }

    [Fact]
    public void Orientation_is_left_alone_when_switched_off()
    {
        using DecodedImage turned = Noise.Image(40, 30, 3, ExifOrientation.Rotate180);
        using DecodedImage plain = Noise.Image(40, 30, 3);
        PreprocessingSpec spec = Specs.Network("mobilenet_v2");
        Assert.Equal(Tensors.Of(plain, spec), Tensors.Of(turned, spec));
        Assert.NotEqual(Tensors.Of(plain, spec), Tensors.Of(turned, spec with { ApplyExifOrientation = true }));
    }

    [Fact]
    public void Alpha_is_dropped_without_a_background()
    {
        byte[] pixels = Noise.Rgba(8, 8, 2);
        using DecodedImage transparent = DecodedImage.FromPixels(8, 8, pixels);
        for (int i = 3; i < pixels.Length; i += 4)
            pixels[i] = 255;
        using DecodedImage opaque = DecodedImage.FromPixels(8, 8, pixels);
        PreprocessingSpec spec = Specs.Raw(5, 5, ResizeRule.Exact(5, 5, ResizeFilter.Lanczos));
        Assert.Equal(Tensors.Of(opaque, spec), Tensors.Of(transparent, spec));
    }

    [Fact]
    public void Channels_and_layout_only_reorder()
    {
        using DecodedImage image = Noise.Image(20, 10, 4);
        PreprocessingSpec spec = Specs.Raw(6, 4, ResizeRule.Exact(6, 4, ResizeFilter.Bicubic));
        float[] interleaved = Tensors.Of(image, spec);
        float[] planar = Tensors.Of(image, spec with { Layout = TensorLayout.Nchw });
        float[] reversed = Tensors.Of(image, spec with { Channels = ChannelOrder.Bgr });
        for (int i = 0; i < 24; i++)
        {
            for (int channel = 0; channel < 3; channel++)
            {
                Assert.Equal(interleaved[i * 3 + channel], planar[channel * 24 + i]);
                Assert.Equal(interleaved[i * 3 + channel], reversed[i * 3 + 2 - channel]);
            }
        }
    }

    [Fact]
    public void An_extremely_oblong_image_costs_only_what_the_crop_shows()
    {
        using DecodedImage image = Noise.Image(16_384, 1, 1);
        PreprocessingSpec spec = Specs.Network("imagenet");
        float[] tensor = new float[spec.ElementCount];
        long before = GC.GetAllocatedBytesForCurrentThread();
        new Preprocessor(spec).Run(image, tensor);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4_000_000);
    }

    [Fact]
    public void The_destination_must_have_one_images_length()
    {
        using DecodedImage image = Noise.Image(4, 4, 1);
        var preprocessor = new Preprocessor(Specs.Network("gray_28"));
        Assert.Throws<ArgumentException>(() => preprocessor.Run(image, new float[28 * 28 + 1]));
    }

    [Theory]
    [InlineData(500, 375, 256, 341, 256)]
    [InlineData(375, 500, 256, 256, 341)]
    [InlineData(600, 600, 256, 256, 256)]
    [InlineData(333, 224, 256, 380, 256)]
    [InlineData(16_384, 1, 256, 4_194_304, 256)]
    [InlineData(3, 2, 1, 1, 1)]
    public void The_longer_side_is_rounded_down(int width, int height, int size, int toWidth, int toHeight) =>
        Assert.Equal((toWidth, toHeight), ResizeRule.ShortestEdge(size, ResizeFilter.Bilinear).TargetSize(width, height));

    [Theory]
    [InlineData(341, 224, 58, 58)]
    [InlineData(343, 224, 60, 59)]
    [InlineData(344, 224, 60, 60)]
    [InlineData(224, 224, 0, 0)]
    [InlineData(225, 224, 0, 0)]
    [InlineData(227, 224, 2, 1)]
    public void A_half_margin_is_rounded_as_the_rule_says(int size, int crop, int halfEven, int floor)
    {
        Assert.Equal(new CropWindow(halfEven, crop, 0), CropWindow.Center(size, crop, CropRounding.HalfEven));
        Assert.Equal(new CropWindow(floor, crop, 0), CropWindow.Center(size, crop, CropRounding.Floor));
    }

    [Fact]
    public void What_a_crop_misses_is_shared_by_both_sides()
    {
        Assert.Equal(new CropWindow(0, 5, 1), CropWindow.Center(5, 8, CropRounding.HalfEven));
        Assert.Equal(new CropWindow(0, 5, 2), CropWindow.Center(5, 8, CropRounding.Floor));
    }

    [Theory]
    [InlineData("#ff8000", true)]
    [InlineData("#FF8000", true)]
    [InlineData("ff8000", false)]
    [InlineData("#ff80", false)]
    [InlineData("#gg8000", false)]
    public void Colours_are_read_as_six_hexadecimal_digits(string text, bool valid)
    {
        Assert.Equal(valid, RgbColor.TryParse(text, out RgbColor color));
        Assert.Equal(valid ? "#ff8000" : "#000000", color.ToString());
    }
}
