using Fovea.Models.Postprocessing;

namespace Fovea.Models.Detectors.Layouts;

/// <summary>
/// RT-DETR and D-FINE as Hugging Face's optimum exports them (<c>image_processing_rt_detr.py</c>): <c>logits</c> [N,Q,C], of which the
/// sigmoid is the score, and <c>pred_boxes</c> [N,Q,4] of centre and size from 0 to 1. Every class of a query is a box; the best Q of them
/// count.
/// </summary>
internal sealed class HfRtDetrLayout : DetectorLayout
{
    public override string Name => "hf-rtdetr";

    public override string Form => "logits [N,Q,C] and pred_boxes [N,Q,4]";

    public override string Preparation => """
        {
          "resize": { "rule": "exact", "filter": "bilinear" },
          "normalize": [{ "multiply": 0.00392156862745098, "precision": "double" }]
        }
        """;

    public override (int Width, int Height)? Sides => (640, 640);

    public override DetectionRules Rules { get; } = new() { Threshold = 0.5 };

    public override Detector? Recognize(DetectorGraph graph, DetectorSettings settings)
    {
        // DETR writes the same, with softmax and one class more than there are labels: without labels nobody can tell.
        bool fits = graph.Output("logits") is { } logits && logits.IsReal(3)
            && logits.Extents[2] is { } count && (graph.Labels == count || settings.Layout == Name)
            && graph.Output("pred_boxes") is { } boxes && boxes.IsReal(3) && boxes.Extents[2] == 4;
        return fits
            ? new Queries(graph.Sides ?? default)
            {
                Outputs = ["logits", "pred_boxes"],
                Classes = (int)graph.Output("logits")!.Extents[2]!.Value,
                Count = (int?)graph.Output("logits")!.Extents[1],
            }
            : null;
    }

    private sealed class Queries((int Width, int Height) sides) : Detector
    {
        public required int? Count { get; init; }

        public override DetectionRules Adapt(DetectionRules rules) =>
            Count is { } count ? rules with { MostCandidates = count } : rules;

        public override void Read(ImageOutputs outputs, BoxCandidates into)
        {
            ReadOnlySpan<float> logits = outputs.Floats(0), boxes = outputs.Floats(1);
            for (int i = 0; i < logits.Length; i++)
            {
                (int query, int index) = Math.DivRem(i, Classes!.Value);
                float score = Sigmoid.Of(logits[i]);
                if (!into.Passes(score, index))
                    continue;
                ReadOnlySpan<float> box = boxes.Slice(4 * query, 4);
                into.AddCentre(
                    box[0] * sides.Width, box[1] * sides.Height, box[2] * sides.Width, box[3] * sides.Height, score, index, query);
            }
        }
    }
}
