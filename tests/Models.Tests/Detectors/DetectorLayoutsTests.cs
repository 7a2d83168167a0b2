using Fovea.Inference;
using Fovea.Models.Detectors;
using Fovea.Models.Detectors.Layouts;
using Fovea.Models.Postprocessing;
using Fovea.Models.Tasks;
using Fovea.Models.Tests.Support;
using Fovea.Tests.Support;

namespace Fovea.Models.Tests.Detectors;

/// <summary>Which layout each recorded network is recognised by.</summary>
public sealed class DetectorLayoutsTests
{
    private static readonly Dictionary<string, string> Layouts = new()
    {
        ["blazeface-front-128"] = "blazeface",
        ["deimv2-atto"] = "rtdetr",
        ["efficientdet"] = "efficientdet",
        ["fastestdet"] = "fastestdet",
        ["hf-detr"] = "hf-detr",
        ["hf-detr-padded"] = "hf-detr",
        ["hf-rtdetr"] = "hf-rtdetr",
        ["mmdeploy"] = "mmdeploy",
        ["nanodet-m"] = "nanodet-m",
        ["nanodet-plus"] = "nanodet-plus",
        ["picodet"] = "paddledetection",
        ["picodet-nms"] = "paddledetection",
        ["retinaface-640"] = "retinaface",
        ["rtdetr"] = "rtdetr",
        ["ssd"] = "ssd",
        ["tf-detection"] = "tf-detection",
        ["ultraface-slim-320"] = "ultraface",
        ["yolo26-obb"] = "yolo26-obb",
        ["yolo26-pose"] = "yolo26-pose",
        ["yolo26-seg"] = "yolo26-seg",
        ["yolov10"] = "end-to-end",
        ["yolov5"] = "yolov5",
        ["yolov8"] = "yolov8",
        ["yolov8-obb"] = "yolov8-obb",
        ["yolov8-pose"] = "yolov8-pose",
        ["yolov8-seg"] = "yolov8-seg",
        ["yolox-nano"] = "yolox",
        ["yunet-n-dynamic"] = "yunet",
        ["yunet-s-320"] = "yunet",
    };

    // No boxes at all.
    private static readonly string[] Others =
    [
        "bodypix-mnv1-050-16", "deeplabv3-mnv2-argmax", "deeplabv3-mnv2-float", "espcn-float", "facemesh-468",
        "mobilenet-v1-embedding", "ppocrv3-det", "selfie-landscape", "sinet-portrait", "style-candy", "superres-10",
        "xfeat-256",
    ];

    public static TheoryData<string, string?> Recordings =>
        [.. Layouts.Select(pair => (pair.Key, (string?)pair.Value)), .. Others.Select(name => (name, (string?)null))];

    // Where the number of boxes is an output, none are read of numbers that are made up.
    public static TheoryData<string> Detectors =>
        [.. Layouts.Where(pair => pair.Value != "paddledetection").Select(pair => pair.Key)];

    [Theory]
    [MemberData(nameof(Recordings))]
    public void A_network_is_recognised_by_its_layout_alone(string recording, string? layout)
    {
        using var network = new Understood(new RecordedTask(recording).Model);
        DetectorGraph graph = Labelled(Detection.GraphOf(network.Candidate) ?? DetectorGraph.Of(network.Graph, null));
        Assert.Equal(
            layout is null ? [] : [layout],
            DetectorLayouts.All.Where(each => each.Recognize(graph, DetectorSettings.None) is not null).Select(each => each.Name));
    }

    [Theory]
    [MemberData(nameof(Detectors))]
    public void What_is_no_number_is_an_error(string recording)
    {
        using var network = new Understood(new RecordedTask(recording).Model);
        (_, Detector detector) = DetectorLayouts.Find(Labelled(Detection.GraphOf(network.Candidate)!), DetectorSettings.None)!.Value;
        Tensor[] outputs =
        [
            .. network.Graph.Compile(network.Inputs.Shapes!, detector.Outputs).Outputs
                .Select(output => output.ElementType.IsFloat()
                    ? Tensor.From<float>(output.Shape, [.. Enumerable.Repeat(float.NaN, (int)output.Shape.ElementCount)])
                    : Tensor.From<long>(output.Shape, new long[output.Shape.ElementCount])),
        ];
        var error = Assert.Throws<InferenceException>(() => detector.Read(
            new ImageOutputs(outputs, 0, default), new BoxCandidates(0.5f, isInclusive: false)));
        Assert.Contains("NaN", error.Message);
    }

    [Fact]
    public void Names_are_different() =>
        Assert.Equal(DetectorLayouts.All.Count, DetectorLayouts.Names.Distinct().Count());

    // As many labels as logits, where there are some; DETR has a class more.
    private static DetectorGraph Labelled(DetectorGraph graph) => graph with
    {
        Labels = (int?)graph.Output("logits")?.Extents[^1] - (graph.Inputs.Any(input => input.Name == "pixel_mask") ? 1 : 0),
    };
}
