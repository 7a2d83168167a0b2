using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;
using Fovea.Tests.Support;

namespace Fovea.Api.Tests.Tasks;

/// <summary>A segmenter gives each pixel the class that its Python original gives it.</summary>
public sealed class RecordedSegmentationTests
{
    private const double LeastOverlap = 0.99;

    private const string DeepLab = """
        {
          "resize": { "rule": "fit", "filter": "bilinear", "rounding": "product-down" }, "place": "top-left", "padding": "#808080",
          "normalize": { "mean": [128], "std": [128] }
        }
        """;

    private const string Stretched = """ "resize": { "rule": "exact", "filter": "opencv-linear" } """;

    /// <summary>The recording, what fovea.json says, and what the output is.</summary>
    public static TheoryData<string, string, string> Segmenters => new()
    {
        { "deeplabv3-mnv2-float", DeepLab, "scores" },
        { "deeplabv3-mnv2-argmax", DeepLab, "classes" },
        { "selfie-landscape", $$"""{ {{Stretched}}, "normalize": { "divide": 255 } }""", "matte" },
        {
            "sinet-portrait", $$"""
            {
              "input": { "channels": "bgr" }, {{Stretched}}, "normalize": [
              { "subtract": [102.890434, 111.25247, 126.91212], "precision": "double" },
              { "divide": [62.93292, 62.82138, 66.355705], "precision": "double" }, { "divide": [255], "precision": "double" }]
            }
            """, "scores"
        },
    };

    [Theory]
    [MemberData(nameof(Segmenters))]
    public async Task Pixels_have_the_classes_of_the_original(string name, string settings, string form)
    {
        var recorded = new RecordedTask(name);
        using TestModels models = new TestModels().Add("segmenter", recorded.Model, settings: settings);
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(("Models:Path", models.Folder));
        JsonNode details = await factory.Client.Get("/models/segmenter").Json();
        Assert.Equal(("segmentation", form), (details.Text("task"), details.Text("mapForm")));

        foreach (RecordedPhoto photo in recorded.Photos.Where(photo => !photo.IsPart))
        {
            JsonNode answer = await factory.Client.Post(
                "/predict?model=segmenter", HttpCalls.Image(File.ReadAllBytes(TestData.Path(photo.Path)))).Json();
            JsonNode found = answer["results"]![0]!["segmentation"]!;
            Assert.Equal(photo.Sides, (found["width"]!.GetValue<int>(), found["height"]!.GetValue<int>()));
            foreach (JsonNode segment in photo.Photo["segments"]!.AsArray().Select(segment => segment!))
            {
                JsonNode same = found["classes"]!.AsArray()
                    .Single(part => part!["index"]!.GetValue<int>() == segment["class"]!.GetValue<int>())!;
                double overlap = RunMasks.Overlap(
                    Counts(segment["counts"]!), Counts(same["counts"]!), photo.Sides.Width * photo.Sides.Height);
                Assert.True(overlap >= LeastOverlap, $"{photo.Path}, class {segment["class"]}: the masks overlap by {overlap}.");
            }
        }
    }

    private static int[] Counts(JsonNode counts) => [.. counts.AsArray().Select(count => count!.GetValue<int>())];
}
