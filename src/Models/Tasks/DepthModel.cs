using System.Numerics.Tensors;
using Fovea.Inference;
using Fovea.Models.Errors;
using Fovea.Models.Pictures;
using Fovea.Models.Postprocessing;

namespace Fovea.Models.Tasks;

/// <summary>The maps of one network.</summary>
internal sealed class DepthModel(DepthEstimation task, string output, MapOutput usual) : TaskModel(task)
{
    public override IReadOnlyList<string> Outputs { get; } = [output];

    public override object Details { get; } = new DepthDetails { DepthOutput = output };

    public override IReadOnlyList<AnswerMark> Marks(object answer) => [];

    internal override object Trimmed(object answer) => (DepthMap)answer with { Pixels = null };

    public override object Answer(ImageOutputs outputs, TaskArguments arguments)
    {
        Shape shape = outputs.Shape(0);
        // A network may run each picture in the size of its own; the batch is left out.
        (int height, int width) = ((int)shape[usual.RowAxis - 1], (int)shape[usual.RowAxis]);
        var map = new ScoreMaps(outputs.Floats(0), 1, height, width, channelsLast: false);
        var pixels = ValueMap.Of(map, outputs.Mapping, MapAxes.MostSide, outputs.Cancellation);
        float[] seen = Array.Exists(pixels.Values, float.IsNaN) ? [.. pixels.Values.Where(value => !float.IsNaN(value))] : pixels.Values;
        if (seen.Length == 0)
        {
            throw new ServingException(
                ServingError.InvalidRequest,
                $"The network sees no pixel of the map of this picture of {outputs.Mapping.ShownSize.Width}x" +
                $"{outputs.Mapping.ShownSize.Height} pixels: it is cropped away. Send a picture of other proportions.");
        }

        var answer = new DepthMap
        {
            Width = pixels.Width,
            Height = pixels.Height,
            Min = TensorPrimitives.Min<float>(seen),
            Max = TensorPrimitives.Max<float>(seen),
            Mean = (float)seen.Average(value => (double)value),
            MapWidth = width,
            MapHeight = height,
            Png = [],
            Pixels = pixels,
        };
        return arguments.Form is null ? answer with { Png = answer.Draw(arguments) } : answer;
    }
}
