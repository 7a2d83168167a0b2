using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;
using Fovea.Tests.Support;

namespace Fovea.Api.Tests.Tasks;

/// <summary>XFeat, as a file alone, has the key points of its Python original.</summary>
public sealed class RecordedKeyPointsTests
{
    private const double ScoreTolerance = 1e-3;

    // In pixels of the photo.
    private const double Tolerance = 0.1;

    // Of a descriptor's numbers.
    private const double DescriptorTolerance = 2e-3;

    // Points whose share is within 1e-5 of the threshold come and go.
    private const int Doubtful = 3;

    [Fact]
    public async Task Key_points_are_those_of_the_original()
    {
        var recorded = new RecordedTask("xfeat-256");
        using var models = new TestModels();
        await File.WriteAllBytesAsync(Path.Combine(models.Folder, "points.onnx"), recorded.Model);
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(("Models:Path", models.Folder));
        JsonNode details = await factory.Client.Get("/models/points").Json();
        Assert.Equal(("keypoints", "763"), (details.Text("task"), details.Text("logitOutput")));

        foreach (RecordedPhoto photo in recorded.Photos)
        {
            JsonArray found = await Predict(photo, "&descriptors=10");
            Assert.InRange(found.Count, (int)Number(photo.Photo["count"]) - Doubtful, (int)Number(photo.Photo["count"]) + Doubtful);
            JsonArray expected = photo.Photo["keypoints_list"]!.AsArray(), samples = photo.Photo["samples"]!.AsArray();
            for (int i = 0; i < expected.Count; i++)
            {
                // Of nearly equal scores, either may come first.
                JsonNode same = Assert.Single(
                    found.Take(i + 5), point => Near(point!["x"], expected[i]!["point"]![0], Tolerance)
                        && Near(point["y"], expected[i]!["point"]![1], Tolerance))!;
                Assert.True(Near(same["score"], expected[i]!["score"], ScoreTolerance), $"{photo.Path} {i}: {same}");
                if (i >= samples.Count)
                    continue;
                JsonArray descriptor = same["descriptor"]!.AsArray();
                Assert.Equal(samples[i]!.AsArray().Count, descriptor.Count);
                Assert.All(descriptor.Zip(samples[i]!.AsArray()), pair => Assert.True(
                    Near(pair.First, pair.Second, DescriptorTolerance), $"{photo.Path} {i}: {pair}"));
            }

            Assert.Equal(10, found.Count(point => point!["descriptor"] is not null));
            Assert.Equal(7, (await Predict(photo, "&max=7")).Count);
        }

        async Task<JsonArray> Predict(RecordedPhoto photo, string query)
        {
            JsonNode answer = await factory.Client.Post($"/predict?model=points{query}", HttpCalls.Image(photo.Bytes())).Json();
            return answer["results"]![0]!["keypoints"]!.AsArray();
        }
    }

    private static bool Near(JsonNode? a, JsonNode? b, double tolerance) => Math.Abs(Number(a) - Number(b)) <= tolerance;

    private static double Number(JsonNode? node) => node!.GetValue<double>();
}
