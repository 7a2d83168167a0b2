using Fovea.Bench.Models;
using SkiaSharp;

namespace Fovea.Bench.Tests.Models;

public sealed class PhotoCommandTests
{
    [Theory]
    [InlineData(20_000)]
    [InlineData(100_000)]
    public void The_quality_is_the_one_whose_size_is_nearest(int bytes)
    {
        using SKBitmap picture = PhotoCommand.Draw(500, 375, seed: 1);
        (byte[] file, int quality) = PhotoCommand.Encode(picture, bytes);
        Assert.InRange(file.Length, bytes * 0.9, bytes * 1.1);
        foreach (int other in new[] { quality - 1, quality + 1 })
        {
            using SKData data = picture.Encode(SKEncodedImageFormat.Jpeg, other);
            Assert.True(
                Math.Abs(data.Size - bytes)
                >= Math.Abs(file.Length - bytes), $"Quality {other} has {data.Size} bytes, {quality} has {file.Length}.");
        }
    }

    [Fact]
    public void The_same_seed_draws_the_same_picture()
    {
        using SKBitmap first = PhotoCommand.Draw(40, 30, seed: 3), second = PhotoCommand.Draw(40, 30, seed: 3),
            other = PhotoCommand.Draw(40, 30, seed: 4);
        Assert.Equal(first.Bytes, second.Bytes);
        Assert.NotEqual(first.Bytes, other.Bytes);
    }
}
