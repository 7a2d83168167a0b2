using System.Text.Json.Nodes;

namespace Fovea.Tests.Support;

/// <summary>What a network's Python original answers to photos, recorded by <c>tools/record-tasks</c>.</summary>
/// <param name="name">The name of the recording.</param>
internal sealed class RecordedTask(string name)
{
    private readonly JsonNode _file = JsonNode.Parse(Resource($"{name}.json"))!;

    /// <summary>How the input is prepared.</summary>
    public JsonNode Input => _file["input"]!;

    /// <summary>The files that the exporter writes beside the network, by name.</summary>
    public IEnumerable<(string Name, string Text)> Files => Input.AsObject()
        .Where(pair => pair.Key.EndsWith(".json", StringComparison.Ordinal))
        .Select(pair => (pair.Key, pair.Value!.ToJsonString()));

    /// <summary>The number that the network gives to the first class.</summary>
    public int FirstClass => _file["output"]!["classes from"]?.GetValue<int>() ?? 0;

    /// <summary>The photos.</summary>
    public IEnumerable<RecordedPhoto> Photos => _file["photos"]!.AsArray().Select(photo => new RecordedPhoto(photo!));

    /// <summary>The network: a file of the test data, or a small one that is part of the tests.</summary>
    public byte[] Model
    {
        get
        {
            string path = _file["model"]!.GetValue<string>();
            return path.StartsWith("tests/", StringComparison.Ordinal)
                ? Resource(Path.GetFileName(path))
                : File.ReadAllBytes(TestData.Path(path));
        }
    }

    private static byte[] Resource(string file)
    {
        using Stream stream = typeof(RecordedTask).Assembly.GetManifestResourceStream(file)
            ?? throw new FileNotFoundException("No such recording.", file);
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}

/// <summary>What is recorded of one photo.</summary>
/// <param name="Photo">As it is in the file.</param>
internal sealed record RecordedPhoto(JsonNode Photo)
{
    /// <summary>Its path in the test data.</summary>
    public string Path => Photo["photo"]!.GetValue<string>();

    /// <summary>The width and height in pixels.</summary>
    public (int Width, int Height) Sides => (Photo["width"]!.GetValue<int>(), Photo["height"]!.GetValue<int>());

    /// <summary>Whether the picture is a part of the photo.</summary>
    public bool IsPart => Photo["crop"] is not null;

    /// <summary>The boxes.</summary>
    public IReadOnlyList<RecordedBox> Detections => [.. Photo["detections"]!.AsArray().Select(box => new RecordedBox(box!))];

    /// <summary>The shape and the digest of the prepared picture.</summary>
    public (long[] Shape, string Digest) Tensor
    {
        get
        {
            JsonNode tensor = Photo["tensors"]!.AsObject().Select(pair => pair.Value!)
                .Single(value => value["shape"]!.AsArray().Count == 4);
            return ([.. tensor["shape"]!.AsArray().Select(extent => extent!.GetValue<long>())], tensor["sha256"]!.GetValue<string>());
        }
    }
}

/// <summary>A box that is recorded.</summary>
/// <param name="Box">As it is in the file.</param>
internal sealed record RecordedBox(JsonNode Box)
{
    /// <summary>The class, as the network counts.</summary>
    public int Class => Box["class"]!.GetValue<int>();

    /// <summary>The score.</summary>
    public double Score => Box["score"]!.GetValue<double>();

    /// <summary>The two corners in pixels of the photo, before they are cut to whole pixels; those around a rotated box.</summary>
    public double[] Corners => Polygon is { } polygon
        ? [polygon.Where((_, i) => i % 2 == 0).Min(), polygon.Where((_, i) => i % 2 == 1).Min(),
            polygon.Where((_, i) => i % 2 == 0).Max(), polygon.Where((_, i) => i % 2 == 1).Max()]
        : Numbers(Box["exact"] ?? Box["box"]!);

    /// <summary>The columns and rows of a rotated box's corners; null where it is not rotated.</summary>
    public double[]? Polygon => Box["polygon"] is JsonArray corners ? [.. corners.SelectMany(corner => Numbers(corner!))] : null;

    /// <summary>The centre, the sides and the angle of a rotated box.</summary>
    public double[] Rotated => Numbers(Box["rotated"]!);

    /// <summary>The key points: column, row, and where it is recorded how sure the network is; null where there are none.</summary>
    public double[][]? Points => Box["keypoints"] is JsonArray points ? [.. points.Select(point => Numbers(point!))] : null;

    /// <summary>The run lengths of its mask; null where it has none.</summary>
    public int[]? Counts => Box["counts"] is JsonArray counts ? [.. counts.Select(count => count!.GetValue<int>())] : null;

    private static double[] Numbers(JsonNode list) => [.. list.AsArray().Select(number => number!.GetValue<double>())];
}
