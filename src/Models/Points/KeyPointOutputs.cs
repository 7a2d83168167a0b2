using Fovea.Models.Detectors;

namespace Fovea.Models.Points;

/// <summary>
/// The outputs of XFeat (Potje et al., "XFeat: Accelerated Features for Lightweight Image Matching", CVPR 2024;
/// verlab/accelerated_features, <c>modules/xfeat.py</c>): features [N,D,rows,columns], the logits [N,65,rows,columns] of the 64 pixels of
/// each cell and of none, and the reliability [N,1,rows,columns] of each cell.
/// </summary>
/// <param name="Features">The output of the features.</param>
/// <param name="Logits">The output of the logits.</param>
/// <param name="Reliability">The output of the reliability.</param>
internal sealed record KeyPointOutputs(string Features, string Logits, string Reliability)
{
    /// <summary>The name of the layout.</summary>
    public const string Layout = "xfeat";

    /// <summary>The side of a cell in pixels.</summary>
    public const int Cell = 8;

    /// <summary>The logits of a cell: those of its pixels, and that of none.</summary>
    public const int CellLogits = Cell * Cell + 1;

    /// <summary>
    /// How pictures are prepared where no file says it, as fields of <c>fovea.json</c> (Kazuhito00/XFeat-Image-Matching-ONNX-Sample,
    /// <c>xfeat_onnx.py</c>).
    /// </summary>
    public const string Preparation = """
        {
          "input": { "channels": "bgr" },
          "resize": { "rule": "exact", "filter": "opencv-linear" },
          "normalize": { "divide": 255 }
        }
        """;

    private const int LeastFeatures = 16;
    private const int MostFeatures = 1024;

    /// <summary>Finds the outputs; null where they are others.</summary>
    public static KeyPointOutputs? Find(DetectorGraph graph)
    {
        if (graph.Outputs.Count != 3 || graph.Sides is not var (width, height)
            || !graph.Outputs.All(output => output.IsReal(4) && output.Extents[2] * Cell == height && output.Extents[3] * Cell == width))
            return null;
        return graph.Outputs.OrderBy(output => output.Extents[1] switch { CellLogits => 1, 1 => 2, _ => 0 }).ToArray() is
        [
        { Extents: [_, >= LeastFeatures and <= MostFeatures, ..] } features,
        { Extents: [_, CellLogits, ..] } logits,
        { Extents: [_, 1, ..] } reliability,
        ]
            ? new KeyPointOutputs(features.Name, logits.Name, reliability.Name)
            : null;
    }
}
