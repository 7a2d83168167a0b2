using Fovea.Imaging.Pixels;
using Fovea.Tests.Support;

namespace Fovea.Imaging.Tests.Pixels;

public sealed class DecodedImageTests
{
    [Fact]
    public void A_disposed_image_has_no_pixels()
    {
        DecodedImage image = Noise.Image(3, 2, seed: 1);
        Assert.Equal(Noise.Rgba(3, 2, 1), image.Pixels.ToArray());
        image.Dispose();
        image.Dispose();
        Assert.Throws<ObjectDisposedException>(() => image.Pixels.Length);
    }

    [Theory]
    [InlineData(0, 1, 0)]
    [InlineData(1, -1, 0)]
    [InlineData(2, 2, 15)]
    public void Pixels_must_fill_the_size(int width, int height, int bytes) =>
        Assert.ThrowsAny<ArgumentException>(() => DecodedImage.FromPixels(width, height, new byte[bytes]));
}
