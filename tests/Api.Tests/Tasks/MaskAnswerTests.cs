using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;
using Fovea.Tests.Support;
using SkiaSharp;

namespace Fovea.Api.Tests.Tasks;

/// <summary>The masks of objects and people as polygons and pictures.</summary>
public sealed class MaskAnswerTests
{
    [Theory]
    [InlineData("yolov8-seg")]
    [InlineData("bodypix-mnv1-050-16")]
    public async Task Masks_have_outlines_and_pictures_where_these_are_asked_for(string name)
    {
        var recorded = new RecordedTask(name);
        using TestModels models = new TestModels().Add("net", recorded.Model, settings: null);
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(("Models:Path", models.Folder));
        byte[] photo = File.ReadAllBytes(TestData.Path(recorded.Photos.First(photo => !photo.IsPart).Path));

        JsonNode[] plain = Masks(await factory.Client.Post("/predict?model=net", HttpCalls.Image(photo)).Json());
        JsonNode[] found = Masks(await factory.Client.Post("/predict?polygons=true&masks=true", HttpCalls.Image(photo)).Json());

        Assert.NotEmpty(found);
        Assert.All(plain, mask => Assert.True(mask["polygons"] is null && mask["png"] is null));
        Assert.Equal(plain.Select(mask => mask["counts"]!.ToJsonString()), found.Select(mask => mask["counts"]!.ToJsonString()));
        foreach (JsonNode mask in found)
        {
            int[] counts = [.. mask["counts"]!.AsArray().Select(count => count!.GetValue<int>())];
            (int width, int height) = (mask["width"]!.GetValue<int>(), mask["height"]!.GetValue<int>());
            SKColor[] pixels = PixelPictures.Pixels(Convert.FromBase64String(mask.Text("png")));
            bool[] inside = RunMasks.Pixels(counts, width * height);
            Assert.Equal(
                inside.Select((_, i) => inside[(i % width * height) + (i / width)] ? SKColors.White : SKColors.Black), pixels);
            JsonNode polygons = mask["polygons"]!;
            Assert.Equal(0, polygons["leftOut"]!.GetValue<int>());
            Assert.All(polygons["outer"]!.AsArray(), outline => Assert.True(DoubleArea(outline!) > 0));
            Assert.All(polygons["holes"]!.AsArray(), outline => Assert.True(DoubleArea(outline!) < 0));
            Assert.Equal(
                2 * inside.Count(pixel => pixel),
                polygons["outer"]!.AsArray().Concat(polygons["holes"]!.AsArray()).Sum(outline => DoubleArea(outline!)));
        }
    }

    [Fact]
    public async Task A_network_without_masks_takes_neither_parameter()
    {
        using TestModels models = new TestModels().Add("boxes", new RecordedTask("yolov8").Model, settings: null);
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(("Models:Path", models.Folder));
        foreach (string name in new[] { "polygons", "masks" })
        {
            JsonNode problem = await factory.Client.Post($"/predict?{name}=true", HttpCalls.Image(Pictures.Red))
                .Problem(400, "invalid_parameter");
            Assert.Contains(
                $"The parameter '{name}' is given; the network of the model 'boxes' gives no masks.", problem.Detail(),
                StringComparison.Ordinal);
        }

        await factory.Client.Post("/predict?polygons=false&masks=false", HttpCalls.Image(Pictures.Red)).Json();
    }

    private static JsonNode[] Masks(JsonNode answer)
    {
        JsonNode result = answer["results"]![0]!;
        return result["pose"] is { } pose
            ? [pose["mask"]!]
            : [.. result["detections"]!.AsArray().Select(found => found!["mask"]!)];
    }

    private static long DoubleArea(JsonNode outline)
    {
        (long X, long Y)[] corners =
            [.. outline.AsArray().Select(number => number!.GetValue<long>()).Chunk(2).Select(pair => (pair[0], pair[1]))];
        return corners.Index().Sum(corner =>
        {
            (long x, long y) = corners[(corner.Index + 1) % corners.Length];
            return (corner.Item.X * y) - (x * corner.Item.Y);
        });
    }
}
