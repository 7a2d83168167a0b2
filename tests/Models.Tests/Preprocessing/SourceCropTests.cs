using Fovea.Imaging.Pixels;
using Fovea.Imaging.Resampling;
using Fovea.Models.Preprocessing;
using Fovea.Models.Tests.Support;
using Fovea.Tests.Support;

namespace Fovea.Models.Tests.Preprocessing;

public sealed class SourceCropTests
{
    // 16 x 12 pixels, of which 0.75 of the shorter side are 9: columns 3..11 and rows 1..9.
    private static PreprocessingSpec Spec(ExifOrientation orientation = ExifOrientation.Normal) =>
        Specs.Raw(9, 9, ResizeRule.Exact(9, 9, ResizeFilter.Bilinear)) with
        {
            SourceCrop = new SourceCrop(0.75, 0.75),
            ApplyExifOrientation = orientation != ExifOrientation.Normal,
        };

    [Theory]
    [InlineData(ExifOrientation.Normal, 3, 1)]
    [InlineData(ExifOrientation.Rotate180, 4, 2)]
    public void The_centre_of_the_image_is_cropped_before_it_is_resized(ExifOrientation orientation, int left, int top)
    {
        using DecodedImage image = Noise.Image(16, 12, 4, orientation);
        float[] tensor = Tensors.Of(image, Spec(orientation));
        ReadOnlySpan<byte> pixels = image.Pixels;
        for (int y = 0; y < 9; y++)
        {
            for (int x = 0; x < 9; x++)
            {
                // Rotated by 180 degrees, the last pixel of the stored image comes first.
                int target = orientation == ExifOrientation.Normal ? y * 9 + x : (8 - y) * 9 + 8 - x;
                Assert.Equal(pixels[((top + y) * 16 + left + x) * 4], tensor[target * 3]);
            }
        }
    }

    [Fact]
    public void Positions_are_mapped_back_to_the_whole_image()
    {
        using DecodedImage image = Noise.Image(16, 12, 4);
        PreprocessingSpec spec = Spec() with { Width = 18, Height = 27, Resize = ResizeRule.Exact(18, 27, ResizeFilter.Bilinear) };
        PixelMapping mapping = new Preprocessor(spec).Run(image, new float[spec.ElementCount]);
        Assert.Equal((3, 1), mapping.ToShown(0, 0));
        Assert.Equal((12, 10), mapping.ToShown(18, 27));
        Assert.Equal((4, 2), mapping.ToStored(2, 3));
    }

    [Fact]
    public void A_crop_has_at_least_one_pixel() => Assert.Equal((1, 1), new SourceCrop(0.5, 0.25).Size(1, 3));
}
