using Fovea.Bench.Bits;
using Fovea.Bench.Contract;
using Fovea.Bench.Models;
using SkiaSharp;

namespace Fovea.Bench.Tests.Bits;

public sealed class PhotoInputsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fovea-photos").FullName;

    [Fact]
    public void Each_photo_is_in_one_batch_and_the_last_is_filled_up()
    {
        Draw(3);
        using var photos = new PhotoInputs(_folder);
        byte[][][] lone = [.. photos.For([new ValueInfo("x", "Float32", 4, [1, 3, 8, 6])])];
        byte[][][] pairs = [.. photos.For([new ValueInfo("x", "Float32", 4, [2, 3, 8, 6])])];
        Assert.Equal((3, 2), (lone.Length, pairs.Length));
        Assert.Equal([.. lone[0][0], .. lone[1][0]], pairs[0][0]);
        Assert.Equal([.. lone[2][0], .. lone[0][0]], pairs[1][0]);
    }

    [Fact]
    public void Networks_that_take_no_colour_image_get_none()
    {
        Draw(1);
        using var photos = new PhotoInputs(_folder);
        Assert.Single(photos.For([new ValueInfo("x", "UInt8", 1, [1, 8, 6, 3])]));
        Assert.Empty(photos.For([new ValueInfo("x", "Float32", 4, [1, 1, 8, 6])]));
        Assert.Empty(photos.For([new ValueInfo("x", "Float32", 4, [1, 3, 8])]));
        Assert.Empty(photos.For([new ValueInfo("x", "Float32", 4, [1, 3, 8, 6]), new ValueInfo("size", "Float32", 4, [1])]));
    }

    [Fact]
    public void A_folder_without_a_photo_is_refused()
    {
        File.WriteAllText(Path.Combine(_folder, "text.jpg"), "no photo");
        Assert.Contains("--photos", Assert.Throws<ArgumentException>(() => new PhotoInputs(_folder)).Message);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Draw(int count)
    {
        for (int i = 0; i < count; i++)
        {
            using SKBitmap picture = PhotoCommand.Draw(20, 16, seed: i + 1);
            File.WriteAllBytes(Path.Combine(_folder, $"{i}.jpg"), PhotoCommand.Encode(picture, 1000).File);
        }
    }
}
