using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;
using Fovea.Tests.Support;

namespace Fovea.Api.Tests.Tasks;

/// <summary>A file of a detector alone, put into the model folder, is answered as its Python original answers.</summary>
public sealed class RecordedDetectionTests
{
    private const double ScoreTolerance = 1e-3;

    // In pixels of the photo.
    private const double BoxTolerance = 0.1;

    /// <summary>The recording, and the layout that is recognised.</summary>
    public static TheoryData<string, string> Detectors => new()
    {
        { "yolox-nano", "yolox" },
        { "yolov5", "yolov5" },
        { "yolov8", "yolov8" },
        { "yolov10", "end-to-end" },
        { "fastestdet", "fastestdet" },
        { "nanodet-plus", "nanodet-plus" },
        { "nanodet-m", "nanodet-m" },
    };

    [Theory]
    [MemberData(nameof(Detectors))]
    public async Task Objects_are_those_of_the_original(string name, string layout)
    {
        var recorded = new RecordedTask(name);
        using var folder = new TestModels();
        File.WriteAllBytes(Path.Combine(folder.Folder, "detector.onnx"), recorded.Model);
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(("Models:Path", folder.Folder));
        JsonNode details = await factory.Client.Get("/models/detector").Json();
        Assert.Equal(("detection", layout), (details.Text("task"), details.Text("layout")));

        foreach (RecordedPhoto photo in recorded.Photos.Where(photo => !photo.IsPart))
        {
            JsonNode answer = await factory.Client.Post(
                "/predict?model=detector", HttpCalls.Image(File.ReadAllBytes(TestData.Path(photo.Path)))).Json();
            JsonArray found = answer["results"]![0]!["detections"]!.AsArray();
            Assert.Equal(photo.Detections.Count, found.Count);
            for (int i = 0; i < found.Count; i++)
                Same(photo, photo.Detections[i], found[i]!, $"{photo.Path} {i}");
        }
    }

    private static void Same(RecordedPhoto photo, RecordedBox expected, JsonNode found, string what)
    {
        Assert.Equal((what, expected.Class), (what, found["index"]!.GetValue<int>()));
        Assert.InRange(found["score"]!.GetValue<double>(), expected.Score - ScoreTolerance, expected.Score + ScoreTolerance);
        (int width, int height) = photo.Sides;
        double[] corners =
        [
            Math.Clamp(expected.Corners[0], 0, width), Math.Clamp(expected.Corners[1], 0, height),
            Math.Clamp(expected.Corners[2], 0, width), Math.Clamp(expected.Corners[3], 0, height),
        ];
        JsonNode box = found["box"]!;
        double[] sides = [.. new[] { "x", "y", "width", "height" }.Select(side => box[side]!.GetValue<double>())];
        double[] answered = [sides[0], sides[1], sides[0] + sides[2], sides[1] + sides[3]];
        Assert.All(corners.Zip(answered), pair => Assert.True(
            Math.Abs(pair.First - pair.Second) <= BoxTolerance,
            $"{what}: ({string.Join(", ", corners)}) were expected, ({string.Join(", ", answered)}) were found."));
    }
}
