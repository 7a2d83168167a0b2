using Fovea.Imaging.Decoding;
using Fovea.Imaging.Pixels;
using Fovea.Models.Preprocessing;
using Fovea.Models.Tests.Support;
using Fovea.Tests.Support;

namespace Fovea.Models.Tests.Tasks;

/// <summary>What fovea.json can say prepares photos to the bits that the families' own preparation in Python gives.</summary>
public sealed class PreparedPicturesTests
{
    private const string Stretched = """ "resize": { "rule": "exact", "filter": "opencv-linear" } """;
    private const string Bgr = """ "input": { "channels": "bgr" }, """;

    private const string Ultralytics = """
        "resize": { "rule": "fit", "filter": "opencv-linear", "rounding": "product" }, "padding": "#727272", "normalize": { "divide": 255 }
        """;

    private const string ImageNetBgr = """
        "normalize": { "mean": [103.53, 116.28, 123.675], "std": [57.375, 57.12, 58.395] }
        """;

    private const string Unit = """ "normalize": { "divide": 255 } """;

    /// <summary>The recording, and what fovea.json says.</summary>
    private static readonly Dictionary<string, string> Families = new()
    {
        ["yolox-nano"] = Bgr + """
            "resize": { "rule": "fit", "filter": "opencv-linear", "rounding": "product-down" }, "place": "top-left", "padding": "#727272",
            "normalize": "none"
            """,
        ["yunet-s-320"] = Bgr + """
            "resize": { "rule": "fit", "filter": "opencv-linear", "rounding": "floor" }, "place": "top-left", "normalize": "none"
            """,
        ["fastestdet"] = $$"""{{Bgr}} "resize": { "rule": "exact", "filter": "opencv-area" }, {{Unit}}""",
        ["deimv2-atto"] = $$"""   "resize": { "rule": "exact", "filter": "bilinear" }, {{Unit}}""",
        ["deimv2-atto-letterbox"] = $$"""   "resize": { "rule": "fit", "filter": "bilinear", "rounding": "product-down" }, {{Unit}}""",
        ["retinaface-640"] = $$"""{{Bgr}} {{Stretched}}, "normalize": { "mean": [104, 117, 123] }""",
        ["ultraface-slim-320"] = $$"""{{Stretched}}, "normalize": { "mean": [127], "std": [128] }""",
        ["blazeface-front-128"] = """
            "resize": { "rule": "fit", "filter": "opencv-linear", "rounding": "floor" },
            "normalize": [{ "divide": [127.5] }, { "subtract": [1] }]
            """,
        ["selfie-landscape"] = $"{Stretched}, {Unit}",
        ["sinet-portrait"] = $$"""
            {{Bgr}} {{Stretched}}, "normalize": [{ "subtract": [102.890434, 111.25247, 126.91212], "precision": "double" },
            { "divide": [62.93292, 62.82138, 66.355705], "precision": "double" }, { "divide": [255], "precision": "double" }]
            """,
        ["deeplabv3-mnv2-float"] = """
            "resize": { "rule": "fit", "filter": "bilinear", "rounding": "product-down" }, "place": "top-left", "padding": "#808080",
            "normalize": { "mean": [128], "std": [128] }
            """,
        ["facemesh-468"] = $"{Stretched}, {Unit}",
        ["xfeat-256"] = $"{Bgr} {Stretched}, {Unit}",
        ["style-candy"] = $$"""{{Bgr}} {{Stretched}}, "normalize": "none" """,
        ["yolov5"] = Ultralytics,
        ["yolov8"] = Ultralytics,
        ["yolov8-seg"] = Ultralytics,
        ["yolov10"] = Ultralytics,
        ["yolo26-pose"] = Ultralytics,
        ["mmdeploy"] = $$"""
            {{Bgr}} "resize": { "rule": "fit", "filter": "opencv-linear", "rounding": "product-half-up" }, "place": "top-left",
            "padding": "#727272", {{ImageNetBgr}}
            """,
        ["nanodet-m"] = $"{Bgr} {Stretched}, {ImageNetBgr}",
        ["nanodet-plus"] = $"{Bgr} {Stretched}, {ImageNetBgr}",
        ["picodet"] = $$"""
            {{Bgr}} "resize": { "rule": "exact", "filter": "opencv-area" }, "normalize": [{ "divide": [255] },
            { "subtract": [0.4059999883174896, 0.4560000002384186, 0.48500001430511475] },
            { "divide": [0.22499999403953552, 0.2239999920129776, 0.2290000021457672] }]
            """,
        ["ssd"] = $$"""{{Stretched}}, "normalize": { "mean": [123, 117, 104] }""",
        ["hf-rtdetr"] = """
            "resize": { "rule": "exact", "filter": "bilinear" },
            "normalize": [{ "multiply": 0.00392156862745098, "precision": "double" }]
            """,
        ["hf-detr-padded"] = """
            "resize": { "rule": "fit", "filter": "bilinear", "rounding": "product-down" }, "place": "top-left", "padding": "zero",
            "normalize": [{ "multiply": 0.00392156862745098, "precision": "double" }, { "subtract": [0.485, 0.456, 0.406] },
            { "divide": [0.229, 0.224, 0.225] }]
            """,
        ["rtdetr"] = $$"""   "resize": { "rule": "exact", "filter": "bilinear" }, {{Unit}}""",
        ["ppocrv3-det"] = """
            "input": { "channels": "bgr", "size": "picture" },
            "resize": { "rule": "multiple", "of": 32, "longest": 960, "filter": "opencv-linear" },
            "normalize": { "scale": 0.00392156862745098, "mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225] }
            """,
        ["bodypix-mnv1-050-16"] = """
            "input": { "size": "picture" },
            "resize": { "rule": "multiple", "of": 16, "plus": 1, "factor": 0.5, "rounding": "floor", "filter": "opencv-linear" },
            "normalize": [{ "divide": [127.5] }, { "subtract": [1] }]
            """,
    };

    public static TheoryData<string> Names => [.. Families.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Photos_become_the_originals_bits(string name)
    {
        RecordedPhoto[] photos = [.. new RecordedTask(name).Photos.Where(photo => !photo.IsPart)];
        Assert.NotEmpty(photos);
        // Where photos have sizes of their own, the graph leaves them open.
        long[][] shapes = [.. photos.Select(photo => photo.Tensor.Shape)];
        long[] shape = [.. shapes[0].Select((extent, axis) => shapes.All(each => each[axis] == extent) ? extent : -1)];
        using var network = new Understood(
            new OnnxFile().Input("picture", shape).Node("Relu", ["picture"], "result").Output("result", shape).Build(),
            ("fovea.json", $"{{ {Families[name]} }}"));
        var preprocessor = new Preprocessor(network.Inputs.Preprocessing!.Spec);

        foreach (RecordedPhoto photo in photos)
        {
            using DecodedImage image = new SkiaImageDecoder().Decode(File.ReadAllBytes(TestData.Path(photo.Path)));
            PreprocessingSpec spec = preprocessor.For(image).Spec;
            Assert.Equal(photo.Tensor.Shape, spec.InputShape(1));
            Assert.Equal((photo.Path, photo.Tensor.Digest), (photo.Path, Tensors.Digest(image, spec)));
        }
    }
}
