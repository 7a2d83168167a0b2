using System.Buffers;
using System.Numerics.Tensors;
using Fovea.Models.Postprocessing;

namespace Fovea.Models.Detectors.Layouts;

/// <summary>
/// Ultralytics' YOLOv8, 9, 11 and 12: one output [N,4+C,cells] of centres, sizes (pixels of the input) and the scores of the classes.
/// </summary>
internal sealed class YoloV8Layout : DetectorLayout
{
    private const int BoxRows = 4;

    private static readonly int[] Strides = [8, 16, 32];

    public override string Name => "yolov8";

    public override string Form => "[N,4+C,cells]";

    public override string Preparation => LetterBox.Preparation;

    public override DetectionRules Rules { get; } = LetterBox.Rules(iou: 0.7, max: 300);

    public override Detector? Recognize(DetectorGraph graph, DetectorSettings settings)
    {
        if (graph.Only is not { } output || !output.IsReal(3) || output.Extents[1] is not (> BoxRows and var rows))
            return null;
        bool isNamed = settings.Layout == Name;
        bool fits = output.Extents[2] is { } cells && cells == graph.Cells([.. settings.Strides ?? Strides]);
        return isNamed || fits || (UltralyticsNames.Task(graph) == "detect" && output.Extents[2] != EndToEndLayout.Columns)
            ? new Rows { Outputs = [output.Name], Classes = (int)(rows - BoxRows) }
            : null;
    }

    private sealed class Rows : Detector
    {
        public override void Read(ImageOutputs outputs, BoxCandidates into)
        {
            ReadOnlySpan<float> values = outputs.Floats(0);
            int cells = (int)outputs.Shape(0)[1], classes = Classes!.Value;
            float[] rented = ArrayPool<float>.Shared.Rent(cells);
            try
            {
                Span<float> best = rented.AsSpan(0, cells);
                values.Slice(BoxRows * cells, cells).CopyTo(best);
                for (int c = 1; c < classes; c++)
                    TensorPrimitives.Max(best, values.Slice((BoxRows + c) * cells, cells), best);
                for (int cell = 0; cell < cells; cell++)
                {
                    if (into.Passes(best[cell]))
                        Add(values, cells, cell, best[cell], into);
                }
            }
            finally
            {
                ArrayPool<float>.Shared.Return(rented);
            }
        }

        // Of equal scores, the lower class.
        private void Add(ReadOnlySpan<float> values, int cells, int cell, float score, BoxCandidates into)
        {
            int index = 0;
            while (index < Classes - 1 && values[((BoxRows + index) * cells) + cell] != score)
                index++;
            into.AddCentre(
                values[cell], values[cells + cell], values[(2 * cells) + cell], values[(3 * cells) + cell], score, index, cell);
        }
    }
}
