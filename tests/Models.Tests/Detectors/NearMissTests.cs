using Fovea.Inference;
using Fovea.Models.Detectors;
using Fovea.Models.Detectors.Layouts;

namespace Fovea.Models.Tests.Detectors;

/// <summary>Outputs that are nearly those of a layout, and what a file says instead.</summary>
public sealed class NearMissTests
{
    private const int Side = 64;

    private static readonly (int, int) Sides = (Side, Side);

    /// <summary>The outputs as names and extents, and the layout; empty where none recognises them.</summary>
    public static TheoryData<string, string> Outputs => new()
    {
        { "o 1,8,84", "yolov8" },               // 64 + 16 + 4 cells
        { "o 1,8,85", "" },
        { "o 1,4,84", "" },                     // no class
        { "o 1,84,9", "yolox" },
        { "o 1,84,5", "" },
        { "o 1,252,9", "yolov5" },
        { "o 1,251,9", "" },
        { "o 1,85,36", "nanodet-plus" },        // and a cell of stride 64
        { "o 1,85,32", "" },
        { "o 1,100,6", "end-to-end" },
        { "o 1,2000,6", "" },
        { "o 1,1,6", "" },                      // six scores
        { "o 1,84,6", "yolox" },
        { "o 1,9,84 p 1,2,16,16", "yolov8-seg" },               // 4, three classes and two coefficients
        { "o 1,6,84 p 1,2,16,16", "" },                         // no class
        { "o 1,9,85 p 1,2,16,16", "" },
        { "o 1,9,84 p 1,2,16,16 q 1,1", "" },
        { "o 1,100,8 p 1,2,16,16", "yolo26-seg" },
        { "o 1,100,9 p 1,2,16,16", "" },
        { "o 1,2000,8 p 1,2,16,16", "" },
        { "o 1,85,4,4", "fastestdet" },
        { "o 1,84,4,4", "" },
        { "o 1,85,8,8", "" },
        { "dets 1,100,5 labels 1,100", "mmdeploy" },
        { "dets 1,100,6 labels 1,100", "" },
        { "boxes 1,100,5 labels 1,100", "" },
        { "logits 1,30,5 pred_boxes 1,30,4", "" },              // without labels, DETR's too
        { "logits 1,30,5 boxes 1,30,4", "" },
        { "loc 1,50,4 conf 1,50,3 priors 50,4", "ssd" },
        { "loc 1,50,4 conf 1,51,3 priors 50,4", "" },
        { "loc 1,50,4 conf 1,50,1 priors 50,4", "" },
        { "a 1,168,4 b 1,168,2 c 1,168,10", "retinaface" },
        { "a 1,84,4 b 1,84,2 c 1,84,10", "" },
        { "scores 1,235,2 boxes 1,235,4", "ultraface" },        // 3 * (64 + 1) + 2 * (16 + 4)
        { "scores 1,236,2 boxes 1,236,4", "" },
        { "a 1,896,1 b 1,896,16", "blazeface" },
        { "a 1,895,1 b 1,895,16", "" },
        { "detection_boxes:0 1,9,4 detection_classes:0 1,9 detection_scores:0 1,9 num_detections:0 1", "tf-detection" },
        { "detection_boxes 1,9,4 detection_classes 1,9 detection_scores 1,9", "" },
    };

    [Theory]
    [MemberData(nameof(Outputs))]
    public void One_layout_at_most_recognises_outputs(string outputs, string layout) =>
        Assert.Equal(
            layout.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            DetectorLayouts.All.Where(each => each.Recognize(Graph(outputs), DetectorSettings.None) is not null).Select(each => each.Name));

    [Theory]
    [InlineData("o 1,8,85", "yolov8")]
    [InlineData("o 1,6,4,4", "fastestdet")]
    [InlineData("o 1,56,84", "yolov8-pose")]
    [InlineData("o 1,9,85 p 1,2,16,16", "yolov8-seg")]
    [InlineData("o 1,2000,8 p 1,2,16,16", "yolo26-seg")]
    [InlineData("o 1,8,84", "yolov8-obb")]
    [InlineData("o 1,100,7", "yolo26-obb")]
    [InlineData("o 1,100,57", "yolo26-pose")]
    [InlineData("o 1,100,7", "efficientdet")]
    public void A_named_layout_counts(string outputs, string layout) =>
        Assert.Equal(layout, DetectorLayouts.Find(Graph(outputs), new DetectorSettings { Layout = layout })?.Layout.Name);

    [Fact]
    public void Integers_and_strides_of_others_are_no_boxes()
    {
        DetectorGraph graph = Graph("o 1,8,84");
        Assert.Null(DetectorLayouts.Find(
            graph with { Outputs = [graph.Outputs[0] with { Type = ElementType.Int64 }] }, DetectorSettings.None));
        Assert.Null(DetectorLayouts.Find(graph, new DetectorSettings { Strides = [4] }));
        Assert.NotNull(DetectorLayouts.Find(Graph("o 1,8,256"), new DetectorSettings { Strides = [4] }));
    }

    [Fact]
    public void A_class_more_than_labels_is_that_of_nothing()
    {
        DetectorGraph graph = Graph("logits 1,30,5 pred_boxes 1,30,4");
        Assert.Equal("hf-rtdetr", DetectorLayouts.Find(graph with { Labels = 5 }, DetectorSettings.None)?.Layout.Name);
        Assert.Equal("hf-detr", DetectorLayouts.Find(graph with { Labels = 4 }, DetectorSettings.None)?.Layout.Name);
        Assert.Null(DetectorLayouts.Find(graph with { Labels = 3 }, DetectorSettings.None));
        Assert.Null(DetectorLayouts.Find(graph, DetectorSettings.None));
    }

    private static DetectorGraph Graph(string outputs)
    {
        string[] words = outputs.Split(' ');
        return new DetectorGraph(
            [new DetectorValue("image", ElementType.Float32, [1, 3, Side, Side])],
            [
                .. words.Chunk(2).Select(pair => new DetectorValue(
                    pair[0], ElementType.Float32, [.. pair[1].Split(',').Select(extent => (long?)long.Parse(extent))])),
            ],
            new Dictionary<string, string>(), Sides);
    }
}
