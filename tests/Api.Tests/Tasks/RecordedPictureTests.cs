using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;
using Fovea.Imaging.Decoding;
using Fovea.Imaging.Pixels;
using Fovea.Tests.Support;

namespace Fovea.Api.Tests.Tasks;

/// <summary>A network that makes pictures makes those of its Python original.</summary>
public sealed class RecordedPictureTests
{
    // Pixels that lie between two whole values may become either.
    private const double Tolerance = 0.1;

    private const int Parts = 8;

    /// <summary>The recording, and what fovea.json says; nothing where the file tells all.</summary>
    public static TheoryData<string, string?> Networks => new()
    {
        { "superres-10", null },
        { "espcn-float", null },
        {
            "style-candy",
            """{ "input": { "channels": "bgr" }, "resize": { "rule": "exact", "filter": "opencv-linear" }, "normalize": "none" }"""
        },
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public async Task Pictures_are_those_of_the_original(string name, string? settings)
    {
        var recorded = new RecordedTask(name);
        using TestModels models = new TestModels().Add("maker", recorded.Model, settings: settings);
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(("Models:Path", models.Folder));
        JsonNode details = await factory.Client.Get("/models/maker").Json();
        Assert.Equal("imageToImage", details.Text("task"));

        foreach (RecordedPhoto photo in recorded.Photos)
        {
            byte[] sent = File.ReadAllBytes(TestData.Path(photo.Path));
            JsonNode answer = await factory.Client.Post("/predict?model=maker", HttpCalls.Image(sent)).Json();
            JsonNode found = answer["results"]![0]!["picture"]!;
            JsonNode expected = photo.Photo["picture"]!;
            using DecodedImage picture = new SkiaImageDecoder().Decode(Convert.FromBase64String(found.Text("png")));
            Assert.Equal(
                (expected["width"]!.GetValue<int>(), expected["height"]!.GetValue<int>()), (picture.Width, picture.Height));
            Assert.Equal((picture.Width, picture.Height), (found["width"]!.GetValue<int>(), found["height"]!.GetValue<int>()));
            Same(expected, picture, photo.Path);

            using HttpResponseMessage drawn = await factory.Client.Post("/predict?model=maker&format=png", HttpCalls.Image(sent));
            Assert.Equal(Convert.FromBase64String(found.Text("png")), await drawn.Content.ReadAsByteArrayAsync());
        }
    }

    [Fact]
    public async Task A_network_of_one_size_enlarges_larger_and_smaller_pictures()
    {
        using TestModels models = new TestModels().Add("maker", new RecordedTask("superres-10").Model, settings: null);
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(("Models:Path", models.Folder));
        foreach ((string photo, int width, int height) in new[] { ("gorilla.jpeg", 212, 237), ("zebra.jpeg", 336, 224) })
        {
            using HttpResponseMessage drawn = await factory.Client.Post(
                "/predict?model=maker&format=png", HttpCalls.Image(File.ReadAllBytes(TestData.Path($"images/photos/{photo}"))));
            using DecodedImage picture = new SkiaImageDecoder().Decode(await drawn.Content.ReadAsByteArrayAsync());
            Assert.Equal((3 * width, 3 * height), (picture.Width, picture.Height));
        }
    }

    [Fact]
    public async Task A_network_that_takes_one_size_and_makes_no_pictures_cannot_have_the_size_of_each()
    {
        using TestModels models = new TestModels().Add(
            "faces", new RecordedTask("ultraface-slim-320").Model, settings: """{ "input": { "size": "picture" } }""");
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(("Models:Path", models.Folder));
        JsonNode model = await factory.Client.Get("/models/faces").Json();
        Assert.Contains("input.size is \"picture\"", model.Text("reason"), StringComparison.Ordinal);
    }

    // The mean and the deviation of each channel, and the means of 8 by 8 parts.
    private static void Same(JsonNode expected, DecodedImage picture, string photo)
    {
        double[] mean = Numbers(expected["mean"]!), deviation = Numbers(expected["std"]!);
        double[][] parts = [.. expected["parts"]!.AsArray().Select(row => Numbers(row!))];
        for (int channel = 0; channel < 3; channel++)
        {
            Assert.Equal(mean[channel], Values(picture, channel, (0, 0), (picture.Width, picture.Height)).Average(), Tolerance);
            double own = Values(picture, channel, (0, 0), (picture.Width, picture.Height))
                .Average(value => Math.Pow(value - mean[channel], 2));
            Assert.Equal(deviation[channel], Math.Sqrt(own), Tolerance);
            // The original weighs pixels that lie in two parts.
            int count = picture.Width % Parts == 0 && picture.Height % Parts == 0 ? Parts * Parts : 0;
            for (int part = 0; part < count; part++)
            {
                (int x, int y) = (part % Parts * picture.Width / Parts, part / Parts * picture.Height / Parts);
                double found = Values(picture, channel, (x, y), (x + picture.Width / Parts, y + picture.Height / Parts)).Average();
                double wanted = parts[part / Parts][(part % Parts * 3) + channel];
                Assert.True(Math.Abs(wanted - found) <= Tolerance, $"{photo}, part {part}, channel {channel}: {wanted} and {found}");
            }
        }
    }

    private static IEnumerable<double> Values(DecodedImage picture, int channel, (int X, int Y) from, (int X, int Y) to)
    {
        byte[] pixels = picture.Pixels.ToArray();
        for (int y = from.Y; y < to.Y; y++)
        {
            for (int x = from.X; x < to.X; x++)
                yield return pixels[(((y * picture.Width) + x) * 4) + channel];
        }
    }

    private static double[] Numbers(JsonNode list) => [.. list.AsArray().Select(number => number!.GetValue<double>())];
}
