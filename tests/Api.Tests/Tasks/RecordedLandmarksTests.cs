using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;
using Fovea.Tests.Support;
using SkiaSharp;

namespace Fovea.Api.Tests.Tasks;

/// <summary>MediaPipe's face mesh, as a file alone, has the landmarks of its Python original.</summary>
public sealed class RecordedLandmarksTests
{
    private const double ScoreTolerance = 1e-3;

    // In pixels of the photo.
    private const double Tolerance = 0.1;

    [Fact]
    public async Task Landmarks_are_those_of_the_original()
    {
        var recorded = new RecordedTask("facemesh-468");
        using var models = new TestModels();
        await File.WriteAllBytesAsync(Path.Combine(models.Folder, "face.onnx"), recorded.Model);
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(("Models:Path", models.Folder));
        JsonNode details = await factory.Client.Get("/models/face").Json();
        Assert.Equal(("landmarks", "468"), (details.Text("task"), details["landmarkCount"]!.ToJsonString()));
        Assert.Equal(("conv2d_20", "conv2d_30"), (details.Text("landmarkOutput"), details.Text("presenceOutput")));

        foreach (RecordedPhoto photo in recorded.Photos)
        {
            JsonNode answer = await factory.Client.Post("/predict?model=face", HttpCalls.Image(photo.Bytes())).Json();
            JsonNode found = answer["results"]![0]!["landmarks"]!;
            Assert.InRange(Math.Abs(Number(found["score"]) - Number(photo.Photo["score"])), 0, ScoreTolerance);
            JsonArray expected = photo.Photo["landmarks"]!.AsArray(), points = found["points"]!.AsArray();
            Assert.Equal(expected.Count, points.Count);
            for (int i = 0; i < points.Count; i++)
            {
                foreach ((string name, JsonNode? value) in new[] { "x", "y", "z" }.Zip(expected[i]!.AsArray()))
                {
                    Assert.True(
                        Math.Abs(Number(points[i]![name]) - Number(value)) <= Tolerance,
                        $"{photo.Path}, {name} of landmark {i}: {value} was expected, {points[i]![name]} was found.");
                }
            }
        }

        RecordedPhoto first = recorded.Photos.First();
        byte[] png = await factory.Client.Post("/predict?model=face&format=png", HttpCalls.Image(first.Bytes())).Bytes("image/png");
        using SKBitmap drawn = SKBitmap.Decode(png), sent = SKBitmap.Decode(first.Bytes());
        (int x, int y) = ((int)Number(first.Photo["landmarks"]![1]![0]), (int)Number(first.Photo["landmarks"]![1]![1]));
        int scale = drawn.Width / sent.Width;
        Assert.NotEqual(sent.GetPixel(x, y), drawn.GetPixel(x * scale, y * scale));
    }

    private static double Number(JsonNode? node) => node!.GetValue<double>();
}
