using System.Numerics.Tensors;
using Fovea.Models.Postprocessing;

namespace Fovea.Models.Detectors.Layouts;

/// <summary>
/// FastestDet (dog-qiuqiu/FastestDet, <c>example/onnx-runtime/runtime.py</c>): one output [N,5+C,rows,columns] of objectness, box and the
/// scores of the classes for each cell of one grid. The centre is cell + tanh(xy), the size sigmoid(wh) of the whole input, the score
/// objectness^0.6 * class^0.4.
/// </summary>
internal sealed class FastestDetLayout : DetectorLayout
{
    private const int Stride = 16;
    private const int First = 5;

    // COCO's. Other networks of a picture end in such a grid too, so that other numbers have to be named.
    private const int UsualClasses = 80;

    public override string Name => "fastestdet";

    public override string Form => "[N,5+C,rows,columns]";

    public override string Preparation => """
        {
          "input": { "channels": "bgr" },
          "resize": { "rule": "exact", "filter": "opencv-area" },
          "normalize": { "divide": 255 }
        }
        """;

    public override DetectionRules Rules { get; } = new()
    {
        Threshold = 0.65,
        Iou = 0.45,
        IsAgnostic = true,
        Plus = 1,
        ComparesInPicture = true,
        Cut = PixelCut.Corners,
    };

    public override Detector? Recognize(DetectorGraph graph, DetectorSettings settings)
    {
        if (graph.Sides is not var (width, height) || graph.Only is not { } output || !output.IsReal(4)
            || output.Extents[1] is not (> First and var channels))
            return null;
        int stride = settings.Strides?[0] ?? Stride;
        bool isGrid = output.Extents[2] == height / stride && output.Extents[3] == width / stride;
        return isGrid && (channels == First + UsualClasses || settings.Layout == Name)
            ? new Cells(width, height) { Outputs = [output.Name], Classes = (int)(channels - First) }
            : null;
    }

    private sealed class Cells(int width, int height) : Detector
    {
        public override void Read(ImageOutputs outputs, BoxCandidates into)
        {
            ReadOnlySpan<float> values = outputs.Floats(0);
            int rows = (int)outputs.Shape(0)[1], columns = (int)outputs.Shape(0)[2], cells = rows * columns;
            Span<float> classes = new float[Classes!.Value];
            for (int cell = 0; cell < cells; cell++)
            {
                for (int c = 0; c < classes.Length; c++)
                    classes[c] = values[((First + c) * cells) + cell];
                int index = TensorPrimitives.IndexOfMax<float>(classes);
                float score = MathF.Pow(values[cell], 0.6f) * MathF.Pow(classes[index], 0.4f);
                if (!into.Passes(score))
                    continue;
                float x = ((cell % columns) + MathF.Tanh(values[cells + cell])) / columns * width;
                float y = ((cell / columns) + MathF.Tanh(values[(2 * cells) + cell])) / rows * height;
                float across = Sigmoid.Of(values[(3 * cells) + cell]) * width, down = Sigmoid.Of(values[(4 * cells) + cell]) * height;
                into.AddCentre(x, y, across, down, score, index, cell);
            }
        }
    }
}
