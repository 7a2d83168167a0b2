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
        { "ultraface-slim-320", "ultraface" },
        { "mmdeploy", "mmdeploy" },
        { "ssd", "ssd" },
        { "retinaface-640", "retinaface" },
        { "yunet-s-320", "yunet" },
        { "blazeface-front-128", "blazeface" },
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
                Same(photo, photo.Detections[i], found[i]!, recorded.FirstClass, $"{photo.Path} {i}");
        }
    }

    private static void Same(RecordedPhoto photo, RecordedBox expected, JsonNode found, int first, string what)
    {
        Assert.Equal((what, expected.Class - first), (what, found["index"]!.GetValue<int>()));
        Assert.InRange(found["score"]!.GetValue<double>(), expected.Score - ScoreTolerance, expected.Score + ScoreTolerance);
        double[] corners = Clamped(photo, expected.Corners);
        JsonNode box = found["box"]!;
        double[] sides = [.. new[] { "x", "y", "width", "height" }.Select(side => box[side]!.GetValue<double>())];
        Near(corners, [sides[0], sides[1], sides[0] + sides[2], sides[1] + sides[3]], what);
        Assert.Equal((what, expected.Points?.Length), (what, found["keypoints"]?.AsArray().Count));
        for (int i = 0; i < expected.Points?.Length; i++)
        {
            JsonNode point = found["keypoints"]![i]!;
            Near(Clamped(photo, expected.Points[i][..2]), [point["x"]!.GetValue<double>(), point["y"]!.GetValue<double>()], $"{what}, {i}");
            if (expected.Points[i] is [_, _, var score])
                Assert.InRange(point["score"]!.GetValue<double>(), score - ScoreTolerance, score + ScoreTolerance);
        }
    }

    private static double[] Clamped(RecordedPhoto photo, double[] positions) =>
        [.. positions.Select((value, i) => Math.Clamp(value, 0, i % 2 == 0 ? photo.Sides.Width : photo.Sides.Height))];

    private static void Near(double[] expected, double[] found, string what) =>
        Assert.All(expected.Zip(found), pair => Assert.True(
            Math.Abs(pair.First - pair.Second) <= BoxTolerance,
            $"{what}: ({string.Join(", ", expected)}) were expected, ({string.Join(", ", found)}) were found."));
}
