using Fovea.Imaging.Resizing;
using Fovea.Inference;
using Fovea.Models.Postprocessing;
using Fovea.Models.Preprocessing;

namespace Fovea.Models.Poses;

/// <summary>
/// The pixels of people: the network's map enlarged to its input, made probabilities there, and taken to the picture
/// (tensorflow/tfjs-models, body-pix/src/util.ts, <c>scaleAndCropToInputTensorShape</c>; decode_part_map.ts, <c>toMaskTensor</c>).
/// </summary>
internal static class PeoplePixels
{
    /// <summary>The class of a person's pixels.</summary>
    public const int Person = 1;

    // The default of body_pix_model.ts.
    private const float Threshold = 0.7f;

    /// <summary>The class of each pixel of the picture as it is shown.</summary>
    /// <param name="map">The network's map.</param>
    /// <param name="isProbability">Whether it has probabilities, else logits.</param>
    /// <param name="mapping">How the picture became the network's input.</param>
    /// <param name="mostSide">The pixels that the longer side of the result has at most.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InferenceException">A value is not a number.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static ClassMap Of(
        ScoreMaps map, bool isProbability, PixelMapping mapping, int mostSide, CancellationToken cancellationToken = default)
    {
        (int width, int height) = mapping.InputSize;
        float[] enlarged = Enlarge(map, isProbability, width, height, cancellationToken);
        (int x0, int y0, int regionWidth, int regionHeight) = mapping.ResizedRegion;
        (int wholeWidth, int wholeHeight) = mapping.WholeSize;
        double scale = Math.Min(1, (double)mostSide / Math.Max(wholeWidth, wholeHeight));
        var columns = new MapAxis(Axis(wholeWidth, scale, (x0, regionWidth), mapping.ResizedSize.Width, mapping.Columns, width));
        var rows = new MapAxis(Axis(wholeHeight, scale, (y0, regionHeight), mapping.ResizedSize.Height, mapping.Rows, height));
        var probabilities = new ScoreMaps(enlarged, 1, height, width, channelsLast: false);
        return ClassMap.OfScores(probabilities, columns, rows, Threshold, cancellationToken).AsShown(mapping);
    }

    private static float[] Enlarge(ScoreMaps map, bool isProbability, int width, int height, CancellationToken cancellationToken)
    {
        float[] enlarged = new float[width * height];
        var columns = new MapWeight[width];
        for (int x = 0; x < width; x++)
            columns[x] = AlignedAxis.Weight(AlignedAxis.Position(x, width, map.Width), map.Width);
        for (int y = 0; y < height; y++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            MapWeight down = AlignedAxis.Weight(AlignedAxis.Position(y, height, map.Height), map.Height);
            for (int x = 0; x < width; x++)
            {
                float value = columns[x].Blend(map.Blend(0, columns[x].First, down), map.Blend(0, columns[x].Second, down));
                if (float.IsNaN(value))
                    throw new InferenceException("A value of the network's map of people is not a number (NaN).");
                enlarged[(y * width) + x] = isProbability ? value : 1 / (1 + MathF.Exp(-value));
            }
        }

        return enlarged;
    }

    private static MapWeight?[] Axis(
        int whole, double scale, (int First, int Length) region, int resized, CropWindow window, int input)
    {
        int length = Math.Max(1, (int)Math.Round(whole * scale));
        var weights = new MapWeight?[length];
        for (int i = 0; i < length; i++)
        {
            double pixel = AlignedAxis.Position(i, length, whole) - region.First;
            double at = AlignedAxis.Position(pixel, region.Length, resized) - window.First;
            if (at >= 0 && at <= window.Count - 1)
                weights[i] = AlignedAxis.Weight(at + window.Offset, input);
        }

        return weights;
    }
}
