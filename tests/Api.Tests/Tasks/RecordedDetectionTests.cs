using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;
using Fovea.Tests.Support;

namespace Fovea.Api.Tests.Tasks;

/// <summary>A detector, put into the model folder as its exporter writes it, answers as its Python original answers.</summary>
public sealed class RecordedDetectionTests
{
    private const double ScoreTolerance = 1e-3;

    // In pixels of the photo.
    private const double BoxTolerance = 0.1;

    // Intersection over union of masks.
    private const double LeastOverlap = 0.99;

    // In radians.
    private const double AngleTolerance = 1e-3;

    // What the originals do otherwise than the layout's preparation and rules.
    private static readonly Dictionary<string, string> Settings = new()
    {
        ["rtdetr"] = """{ "detection": { "threshold": 0.6 } }""",
        ["deimv2-atto-letterbox"] = """
            {
              "resize": { "rule": "fit", "filter": "bilinear", "rounding": "product-down" },
              "detection": { "threshold": 0.4 }
            }
            """,
    };

    /// <summary>The recording, and the layout that is recognised.</summary>
    public static TheoryData<string, string> Detectors => new()
    {
        { "yolox-nano", "yolox" },
        { "yolov5", "yolov5" },
        { "yolov8", "yolov8" },
        { "yolov8-seg", "yolov8-seg" },
        { "yolov8-pose", "yolov8-pose" },
        { "yolov8-obb", "yolov8-obb" },
        { "yolov10", "end-to-end" },
        { "yolo26-seg", "yolo26-seg" },
        { "yolo26-pose", "yolo26-pose" },
        { "yolo26-obb", "yolo26-obb" },
        { "fastestdet", "fastestdet" },
        { "nanodet-plus", "nanodet-plus" },
        { "nanodet-m", "nanodet-m" },
        { "ultraface-slim-320", "ultraface" },
        { "mmdeploy", "mmdeploy" },
        { "ssd", "ssd" },
        { "retinaface-640", "retinaface" },
        { "yunet-s-320", "yunet" },
        { "yunet-n-dynamic", "yunet" },
        { "blazeface-front-128", "blazeface" },
        { "hf-rtdetr", "hf-rtdetr" },
        { "deimv2-atto", "rtdetr" },
        { "deimv2-atto-letterbox", "rtdetr" },
        { "rtdetr", "rtdetr" },
        { "hf-detr-padded", "hf-detr" },
        { "picodet", "paddledetection" },
        { "picodet-nms", "paddledetection" },
        { "efficientdet", "efficientdet" },
        { "tf-detection", "tf-detection" },
    };

    [Theory]
    [MemberData(nameof(Detectors))]
    public async Task Objects_are_those_of_the_original(string name, string layout)
    {
        var recorded = new RecordedTask(name);
        RecordedPhoto[] photos = [.. recorded.Photos.Where(photo => !photo.IsPart)];
        Assert.NotEmpty(photos);
        using var models = new TestModels();
        string folder = Path.Combine(models.Folder, "detector");
        Write(recorded, folder, layout == "hf-rtdetr" ? "a\nb\nc\nd\n" : null);
        if (Settings.TryGetValue(name, out string? settings))
            File.WriteAllText(Path.Combine(folder, "fovea.json"), settings);
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(("Models:Path", models.Folder));
        JsonNode details = await factory.Client.Get("/models/detector").Json();
        Assert.Equal(("detection", layout), (details.Text("task"), details.Text("layout")));

        // In one request: each photo has boxes of its own, and where the network takes any size, a size of its own.
        using MultipartFormDataContent files = HttpCalls.Files(
            [.. photos.Select(photo => (photo.Path, File.ReadAllBytes(TestData.Path(photo.Path))))]);
        JsonNode answer = await factory.Client.Post("/predict?model=detector", files).Json();
        for (int i = 0; i < photos.Length; i++)
        {
            JsonArray found = answer["results"]![i]!["detections"]!.AsArray();
            Assert.Equal(photos[i].Detections.Count, found.Count);
            // DETR's original answers in the order of the queries.
            RecordedBox[] expected = [.. photos[i].Detections.OrderByDescending(box => box.Score)];
            for (int k = 0; k < found.Count; k++)
                Same(photos[i], expected[k], found[k]!, recorded.FirstClass, $"{photos[i].Path} {k}");
        }
    }

    private static void Write(RecordedTask recorded, string folder, string? labels)
    {
        Directory.CreateDirectory(folder);
        // The logits of RT-DETR and DETR differ by what their labels say.
        if (labels is not null)
            File.WriteAllText(Path.Combine(folder, "labels.txt"), labels);
        File.WriteAllBytes(Path.Combine(folder, "model.onnx"), recorded.Model);
        foreach ((string file, string text) in recorded.Files)
            File.WriteAllText(Path.Combine(folder, file), text);
    }

    private static void Same(RecordedPhoto photo, RecordedBox expected, JsonNode found, int first, string what)
    {
        Assert.Equal((what, expected.Class - first), (what, found["index"]!.GetValue<int>()));
        Assert.InRange(found["score"]!.GetValue<double>(), expected.Score - ScoreTolerance, expected.Score + ScoreTolerance);
        double[] corners = Clamped(photo, expected.Corners);
        JsonNode box = found["box"]!;
        double[] sides = Numbers(box, "x", "y", "width", "height");
        Near(corners, [sides[0], sides[1], sides[0] + sides[2], sides[1] + sides[3]], what);
        Assert.Equal((what, expected.Points?.Length), (what, found["keypoints"]?.AsArray().Count));
        for (int i = 0; i < expected.Points?.Length; i++)
        {
            JsonNode point = found["keypoints"]![i]!;
            Near(Clamped(photo, expected.Points[i][..2]), Numbers(point, "x", "y"), $"{what}, {i}");
            if (expected.Points[i] is [_, _, var score])
                Assert.InRange(point["score"]!.GetValue<double>(), score - ScoreTolerance, score + ScoreTolerance);
        }

        SameMask(photo, expected.Counts, found["mask"], what);
        if (expected.Polygon is not { } polygon)
            return;
        JsonNode rotated = found["rotated"]!;
        Near(expected.Rotated[..4], Numbers(rotated, "x", "y", "width", "height"), what);
        // 0 and pi are the same angle.
        Assert.InRange(
            Math.Abs(Math.Sin(expected.Rotated[4] - rotated["angle"]!.GetValue<double>())), 0, AngleTolerance);
        Near(polygon, [.. found["polygon"]!.AsArray().SelectMany(corner => Numbers(corner!, "x", "y"))], what);
    }

    private static void SameMask(RecordedPhoto photo, int[]? expected, JsonNode? found, string what)
    {
        Assert.Equal((what, expected is null), (what, found is null));
        if (expected is null)
            return;
        Assert.Equal(photo.Sides, (found!["width"]!.GetValue<int>(), found["height"]!.GetValue<int>()));
        int[] counts = [.. found["counts"]!.AsArray().Select(count => count!.GetValue<int>())];
        double overlap = RunMasks.Overlap(expected, counts, photo.Sides.Width * photo.Sides.Height);
        Assert.True(overlap >= LeastOverlap, $"{what}: the masks overlap by {overlap}.");
    }

    private static double[] Numbers(JsonNode node, params string[] names) => [.. names.Select(name => node[name]!.GetValue<double>())];

    private static double[] Clamped(RecordedPhoto photo, double[] positions) =>
        [.. positions.Select((value, i) => Math.Clamp(value, 0, i % 2 == 0 ? photo.Sides.Width : photo.Sides.Height))];

    private static void Near(double[] expected, double[] found, string what) =>
        Assert.All(expected.Zip(found), pair => Assert.True(
            Math.Abs(pair.First - pair.Second) <= BoxTolerance,
            $"{what}: ({string.Join(", ", expected)}) were expected, ({string.Join(", ", found)}) were found."));
}
