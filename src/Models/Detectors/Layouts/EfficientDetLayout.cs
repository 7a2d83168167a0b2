using Fovea.Inference;
using Fovea.Models.Postprocessing;

namespace Fovea.Models.Detectors.Layouts;

/// <summary>
/// EfficientDet of google/automl (<c>efficientdet</c>): pixels [N,height,width,3] of 8 bits in, one output [N,K,7] of the picture's number,
/// y1, x1, y2, x2 (pixels of the input), score and class, from 1. The graph scales pictures itself.
/// </summary>
internal sealed class EfficientDetLayout : DetectorLayout
{
    private const int Columns = 7;

    public override string Name => "efficientdet";

    public override string Form => "[N,K,7]";

    // ImageNet's mean surrounds the picture, as the graph would surround it.
    public override string Preparation => """
        {
          "resize": { "rule": "fit", "filter": "bilinear" },
          "place": "top-left",
          "padding": "#7c7468"
        }
        """;

    public override string OpenPreparation => """{ "input": { "size": "picture" }, "resize": { "rule": "none" } }""";

    public override (int Width, int Height)? Sides => (512, 512);

    public override DetectionRules Rules { get; } = new() { Threshold = 0.4, FirstClass = 1 };

    public override Detector? Recognize(DetectorGraph graph, DetectorSettings settings)
    {
        if (graph.Only is not { } output || !output.IsReal(3) || output.Extents[2] != Columns)
            return null;
        bool fits = graph.Inputs is [{ Type: ElementType.UInt8 }] && output.Extents[1] is null or (> 1 and <= EndToEndRows.Most);
        return fits || settings.Layout == Name ? new Rows { Outputs = [output.Name], Classes = null } : null;
    }

    private sealed class Rows : Detector
    {
        public override void Read(ImageOutputs outputs, BoxCandidates into)
        {
            ReadOnlySpan<float> values = outputs.Floats(0);
            for (int row = 0; row < values.Length / Columns; row++)
            {
                ReadOnlySpan<float> box = values.Slice(row * Columns, Columns);
                if (into.Passes(box[5]))
                    into.AddCorners(box[2], box[1], box[4], box[3], box[5], BoxCandidates.ClassOf(box[6]), row);
            }
        }
    }
}
