using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;
using Fovea.Tests.Support;

namespace Fovea.Api.Tests.Tasks;

/// <summary>A pose estimator finds the people that its Python original finds, recognised by its file alone.</summary>
public sealed class RecordedPoseTests
{
    private const string Name = "bodypix-mnv1-050-16";

    private const double ScoreTolerance = 1e-3;

    // In pixels of the photo.
    private const double Tolerance = 0.1;

    private const double LeastOverlap = 0.99;

    [Fact]
    public async Task People_are_those_of_the_original()
    {
        var recorded = new RecordedTask(Name);
        using TestModels models = new TestModels().Add("people", recorded.Model, settings: null);
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(("Models:Path", models.Folder));
        JsonNode details = await factory.Client.Get("/models/people").Json();
        Assert.Equal(("pose", 16), (details.Text("task"), details["poseStride"]!.GetValue<int>()));

        RecordedPhoto[] photos = [.. recorded.Photos];
        JsonNode answer = await factory.Client.Post(
            "/predict?model=people",
            HttpCalls.Files([.. photos.Select(photo => (photo.Path, File.ReadAllBytes(TestData.Path(photo.Path))))])).Json();
        for (int i = 0; i < photos.Length; i++)
        {
            JsonNode found = answer["results"]![i]!["pose"]!;
            JsonArray expected = photos[i].Photo["people"]!.AsArray(), people = found["people"]!.AsArray();
            Assert.Equal(expected.Count, people.Count);
            for (int k = 0; k < people.Count; k++)
                Same(photos[i], expected[k]!, people[k]!);

            JsonNode segment = Assert.Single(photos[i].Photo["segments"]!.AsArray())!;
            JsonNode mask = found["mask"]!;
            Assert.Equal(photos[i].Sides, (mask["width"]!.GetValue<int>(), mask["height"]!.GetValue<int>()));
            double overlap = Overlap(Pixels(segment, photos[i]), Pixels(mask, photos[i]));
            Assert.True(overlap >= LeastOverlap, $"{photos[i].Path}: the masks overlap by {overlap}.");
        }
    }

    [Fact]
    public async Task The_surest_people_are_answered_and_drawn()
    {
        using TestModels models = new TestModels().Add("people", new RecordedTask(Name).Model, settings: null);
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(("Models:Path", models.Folder));
        byte[] photo = File.ReadAllBytes(TestData.Path("wild/fastestdet/3.jpg"));

        JsonNode one = await factory.Client.Post("/predict?max=1", HttpCalls.Image(photo)).Json();
        JsonNode none = await factory.Client.Post("/predict?threshold=1", HttpCalls.Image(photo)).Json();
        using HttpResponseMessage drawn = await factory.Client.Post("/predict?format=png", HttpCalls.Image(photo));

        JsonNode nose = Assert.Single(one["results"]![0]!["pose"]!["people"]!.AsArray())!["keypoints"]![0]!;
        Assert.Equal(("nose", 0.98), (nose.Text("name"), Math.Round(nose["score"]!.GetValue<double>(), 2)));
        Assert.Empty(none["results"]![0]!["pose"]!["people"]!.AsArray());
        Assert.Equal("image/png", drawn.Content.Headers.ContentType!.MediaType);
    }

    private static void Same(RecordedPhoto photo, JsonNode expected, JsonNode found)
    {
        Assert.Equal(expected["score"]!.GetValue<double>(), found["score"]!.GetValue<double>(), ScoreTolerance);
        JsonArray points = found["keypoints"]!.AsArray();
        Assert.Equal(expected["keypoints"]!.AsArray().Count, points.Count);
        for (int i = 0; i < points.Count; i++)
        {
            double[] point = [.. expected["keypoints"]![i]!.AsArray().Select(number => number!.GetValue<double>())];
            Assert.Equal(Math.Clamp(point[0], 0, photo.Sides.Width), points[i]!["x"]!.GetValue<double>(), Tolerance);
            Assert.Equal(Math.Clamp(point[1], 0, photo.Sides.Height), points[i]!["y"]!.GetValue<double>(), Tolerance);
            Assert.Equal(point[2], points[i]!["score"]!.GetValue<double>(), ScoreTolerance);
        }
    }

    // Intersection over union.
    private static double Overlap(bool[] a, bool[] b) =>
        (double)a.Where((inside, i) => inside && b[i]).Count() / a.Where((inside, i) => inside || b[i]).Count();

    private static bool[] Pixels(JsonNode mask, RecordedPhoto photo)
    {
        bool[] pixels = new bool[photo.Sides.Width * photo.Sides.Height];
        int[] counts = [.. mask["counts"]!.AsArray().Select(count => count!.GetValue<int>())];
        int at = 0;
        for (int i = 0; i < counts.Length; at += counts[i++])
            pixels.AsSpan(at, counts[i]).Fill(i % 2 == 1);
        Assert.Equal(pixels.Length, at);
        return pixels;
    }
}
