using Fovea.Inference;
using Fovea.Models.Postprocessing;

namespace Fovea.Models.Detectors.Layouts;

/// <summary>
/// PicoDet, PP-YOLOE and others of PaddleDetection with suppression in the graph: a second input <c>scale_factor</c> [N,2], and two
/// outputs: [K,6] of class, score and corners in pixels of the picture, and the number of boxes of each picture [N]. Preparation and
/// threshold are PicoDet's (PaddlePaddle/PaddleDetection, <c>deploy/third_engine/demo_onnxruntime/infer_demo.py</c>).
/// </summary>
internal sealed class PaddleDetectionLayout : DetectorLayout
{
    private const int Columns = 6;

    public override string Name => "paddledetection";

    public override string Form => "[K,6] and a count [N], with the input scale_factor [N,2]";

    // ImageNet's mean and deviation, in the order and with the rounding of the demonstration.
    public override string Preparation => """
        {
          "input": { "channels": "bgr" },
          "resize": { "rule": "exact", "filter": "opencv-area" },
          "normalize": [
            { "divide": 255 },
            { "subtract": [0.4059999883174896, 0.4560000002384186, 0.48500001430511475] },
            { "divide": [0.22499999403953552, 0.2239999920129776, 0.2290000021457672] }
          ]
        }
        """;

    public override DetectionRules Rules { get; } = new() { Threshold = 0.5 };

    public override Detector? Recognize(DetectorGraph graph, DetectorSettings settings) =>
        graph.Inputs.Any(input => input.Name == "scale_factor")
        && graph.Outputs is [var boxes, var count] && boxes.IsReal(2) && boxes.Extents[1] == Columns
        && count is { Type: ElementType.Int32 or ElementType.Int64, Extents.Count: 1 }
            ? new Rows { Outputs = [boxes.Name, count.Name], Classes = null }
            : null;

    private sealed class Rows : Detector
    {
        public override void Read(ImageOutputs outputs, BoxCandidates into)
        {
            ReadOnlySpan<float> values = outputs.Floats(0);
            float said = outputs.Floats(1)[0];
            int rows = values.Length / Columns, count = said < rows ? (int)said : rows;
            for (int row = 0; row < count; row++)
            {
                ReadOnlySpan<float> box = values.Slice(row * Columns, Columns);
                // Where nothing is found, one row of class -1 is given.
                if (into.Passes(box[1]) && BoxCandidates.ClassOf(box[0]) is >= 0 and var index)
                    into.AddCorners(box[2], box[3], box[4], box[5], box[1], index, row);
            }
        }
    }
}
