using Fovea.Models.Imaging;
using Fovea.Models.Tests.Support;

namespace Fovea.Models.Tests.Imaging;

public sealed class DecodedImageTests
{
    [Fact]
    public void A_shared_image_lives_until_its_last_handle()
    {
        DecodedImage first = Noise.Image(3, 2, seed: 1);
        DecodedImage second = first.Share();
        first.Dispose();
        first.Dispose();
        Assert.Throws<ObjectDisposedException>(() => first.Pixels.Length);
        Assert.Throws<ObjectDisposedException>(first.Share);
        Assert.Equal(Noise.Rgba(3, 2, 1), second.Pixels.ToArray());
        second.Dispose();
        Assert.Throws<ObjectDisposedException>(() => second.Pixels.Length);
    }

    [Theory]
    [InlineData(0, 1, 0)]
    [InlineData(1, -1, 0)]
    [InlineData(2, 2, 15)]
    public void Pixels_must_fill_the_size(int width, int height, int bytes) =>
        Assert.ThrowsAny<ArgumentException>(() => DecodedImage.FromPixels(width, height, new byte[bytes]));
}
