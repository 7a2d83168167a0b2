using System.Numerics.Tensors;
using Fovea.Models.Postprocessing;

namespace Fovea.Models.Detectors.Layouts;

/// <summary>
/// DETR and YOLOS as Hugging Face's optimum exports them (<c>image_processing_detr.py</c>, <c>post_process_object_detection</c>):
/// <c>logits</c> [N,Q,C+1], of which the softmax without its last class is the score, and <c>pred_boxes</c> [N,Q,4] of centre and size from
/// 0 to 1 of the picture without its padding. The best class of a query is a box.
/// </summary>
internal sealed class HfDetrLayout : DetectorLayout
{
    public override string Name => "hf-detr";

    public override string Form => "logits [N,Q,C+1] and pred_boxes [N,Q,4]";

    public override string Preparation => """
        {
          "resize": { "rule": "exact", "filter": "bilinear" },
          "normalize": [
            { "multiply": 0.00392156862745098, "precision": "double" },
            { "subtract": [0.485, 0.456, 0.406] },
            { "divide": [0.229, 0.224, 0.225] }
          ]
        }
        """;

    public override DetectionRules Rules { get; } = new() { Threshold = 0.5 };

    public override Detector? Recognize(DetectorGraph graph, DetectorSettings settings)
    {
        if (graph.Output("logits") is not { } logits || !logits.IsReal(3) || logits.Extents[2] is not { } count || count < 2
            || graph.Output("pred_boxes") is not { } boxes || !boxes.IsReal(3) || boxes.Extents[2] != 4)
            return null;
        // RT-DETR writes the same, without the class of nothing and without a mask.
        bool fits = graph.Labels is { } labels ? labels == count - 1 : graph.Inputs.Any(input => input.Name == "pixel_mask");
        return fits || settings.Layout == Name
            ? new Queries { Outputs = [logits.Name, boxes.Name], Classes = (int)count - 1 }
            : null;
    }

    private sealed class Queries : Detector
    {
        public override void Read(ImageOutputs outputs, BoxCandidates into)
        {
            ReadOnlySpan<float> logits = outputs.Floats(0), boxes = outputs.Floats(1);
            int classes = Classes!.Value, columns = classes + 1;
            (int width, int height) = outputs.Mapping.ResizedSize;
            float left = outputs.Mapping.Columns.Offset - outputs.Mapping.Columns.First;
            float top = outputs.Mapping.Rows.Offset - outputs.Mapping.Rows.First;
            float[] shares = new float[columns];
            for (int query = 0; query < boxes.Length / 4; query++)
            {
                Softmax.Of(logits.Slice(query * columns, columns), shares);
                int best = TensorPrimitives.IndexOfMax(shares.AsSpan(0, classes));
                if (!into.Passes(shares[best], best))
                    continue;
                ReadOnlySpan<float> box = boxes.Slice(4 * query, 4);
                into.AddCentre(
                    left + (box[0] * width), top + (box[1] * height), box[2] * width, box[3] * height, shares[best], best, query);
            }
        }
    }
}
