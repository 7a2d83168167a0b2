using Fovea.Inference;
using Fovea.Models.Errors;
using Fovea.Models.Hosting;
using Fovea.Models.Preprocessing;

namespace Fovea.Models.Explanations;

/// <summary>
/// Computes effective receptive fields: the mean, over pictures, of the magnitude of a cell's gradient with respect to each pixel (Luo, Li,
/// Urtasun, Zemel: Understanding the Effective Receptive Field in Deep Convolutional Neural Networks, 2016).
/// </summary>
public static class EffectiveReceptiveField
{
    // Pictures of noise lie around middle grey, within its range mostly.
    private const float Grey = 127.5f, Deviation = 64;

    /// <summary>Checks that it would not take too many runs.</summary>
    /// <param name="pictures">The number of pictures.</param>
    /// <param name="maxRuns">The most runs of the network; one forwards and back counts for two.</param>
    /// <exception cref="ServingException">It would.</exception>
    public static void RequireRuns(int pictures, long maxRuns)
    {
        long runs = new ExplanationCost(0, pictures).Runs;
        if (runs > maxRuns)
        {
            throw new ServingException(
                ServingError.RunLimit,
                $"{pictures} pictures would take {pictures} runs of the network forwards and back, which count for two: {runs} in all; " +
                $"at most {maxRuns} are allowed. Send fewer pictures, or ask for fewer samples.");
        }
    }

    /// <summary>Pictures of noise, as the network's input.</summary>
    /// <param name="spec">How pictures become the network's input.</param>
    /// <param name="count">How many.</param>
    /// <param name="seed">The same seed gives the same pictures.</param>
    public static IEnumerable<float[]> Noise(PreprocessingSpec spec, int count, int seed)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return Pictures();

        IEnumerable<float[]> Pictures()
        {
            var noise = new GaussianNoise(seed);
            for (int picture = 0; picture < count; picture++)
            {
                float[] values = new float[spec.ElementCount];
                for (int channel = 0; channel < spec.ChannelCount; channel++)
                {
                    for (int i = 0; i < spec.Height * spec.Width; i++)
                    {
                        byte pixel = byte.CreateSaturating(MathF.Round(Grey + Deviation * noise.Next()));
                        values[NetworkInput.Position(spec, channel, i)] = spec.Normalization.Apply(pixel, channel);
                    }
                }

                yield return values;
            }
        }
    }

    /// <summary>Computes the field of a cell, picture by picture.</summary>
    /// <param name="model">The model; it takes an image.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="cell">The cell: its indices in the shape of the layer's feature map behind the axis that counts images.</param>
    /// <param name="pictures">The pictures, at least one, as the network's input.</param>
    /// <param name="share">Does the work.</param>
    /// <exception cref="ArgumentException">There is no such cell, or no picture.</exception>
    /// <exception cref="ServingException">The network cannot be run backwards.</exception>
    /// <exception cref="InferenceException">A run failed.</exception>
    public static async Task<EffectiveField> ComputeAsync(
        HostedModel model, LayerInfo layer, IReadOnlyList<int> cell, IEnumerable<float[]> pictures, WorkShare share)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(cell);
        ArgumentNullException.ThrowIfNull(pictures);
        ArgumentNullException.ThrowIfNull(share);
        PreprocessingSpec spec = model.Inputs.Preprocessing!.Spec;
        long[] index = HostedModel.RunIndex(layer, cell);
        long element = layer.Shape.Zip(index).Aggregate(0L, (at, axis) => at * axis.First + axis.Second);
        var runs = new NetworkRuns(model, layer, null) { Element = new ExplainedElement((int)element, 1, null, null) };
        double[] sums = new double[spec.Height * spec.Width];
        int count = 0;
        foreach (float[] picture in pictures)
        {
            await share.DoAsync((threads, cancellation) =>
            {
                (runs.Threads, runs.Cancellation) = (threads, cancellation);
                float[] gradient = runs.InputGradient(picture).Gradient;
                for (int channel = 0; channel < spec.ChannelCount; channel++)
                {
                    for (int i = 0; i < sums.Length; i++)
                        sums[i] += Math.Abs(gradient[NetworkInput.Position(spec, channel, i)]);
                }

                return true;
            }).ConfigureAwait(false);
            count++;
        }

        if (count == 0)
            throw new ArgumentException("There is no picture.", nameof(pictures));
        var map = HeatMap.OfPixels(spec.Height, spec.Width, [.. sums.Select(sum => (float)(sum / count))]);
        return new EffectiveField(layer, cell, count, map, BoxOf(model, layer, index));
    }

    // What of the image counts: other inputs only say how it was prepared.
    private static (AxisRange, AxisRange)? BoxOf(HostedModel model, LayerInfo layer, long[] index)
    {
        int rows = model.Inputs.Preprocessing!.Spec.Layout.RowAxis();
        IReadOnlyList<InputRegion> inputs = model.Graph.ReceptiveBoxOf(model.Inputs.Shapes!, layer.Name, index);
        return inputs.FirstOrDefault(input => input.Input == model.Inputs.ImageName) is { Clipped: { } clipped }
            ? (clipped[rows], clipped[rows + 1])
            : null;
    }
}
