using Fovea.Models.Errors;
using Fovea.Models.Preprocessing;

namespace Fovea.Models.Explanations.Methods;

/// <summary>
/// Occlusion: how far the score falls when a window of the picture is covered, window by window; a pixel has the mean of the windows that
/// cover it. Needs no gradient.
/// </summary>
/// <remarks>Zeiler, Fergus: Visualizing and Understanding Convolutional Networks, 2014, section 4.2.</remarks>
internal sealed class Occlusion : ExplanationMethod
{
    // The window is this part of the shorter side where none is asked for.
    private const int UsualPart = 6;

    public override string Name => "occlusion";

    public override string Title => "Occlusion";

    public override string Meaning =>
        "How far the score falls, on average, where a window over the pixel is covered; negative where it rises.";

    public override bool IsSigned => true;

    public override IReadOnlyList<string> Parameters => ["window", "stride", "baseline"];

    public override ExplanationCost Cost(ExplanationSettings settings, PreprocessingSpec spec)
    {
        (int window, int stride) = Windows(settings, spec);
        return new(1 + (long)Positions(spec.Height, window, stride) * Positions(spec.Width, window, stride), 0);
    }

    internal override async Task<HeatMap> ExplainAsync(ExplainedNetwork network)
    {
        PreprocessingSpec spec = network.Spec;
        (int window, int stride) = Windows(network.Settings, spec);
        float[] cover = NetworkInput.Of(spec, network.Settings.Baseline ?? Baseline.Zero);
        float score = await network.ScoreAsync().ConfigureAwait(false);
        double[] sums = new double[spec.Height * spec.Width];
        int[] counts = new int[sums.Length];
        for (int row = 0; row < Positions(spec.Height, window, stride); row++)
        {
            for (int column = 0; column < Positions(spec.Width, window, stride); column++)
            {
                int[] covered = [.. Pixels(spec, row * stride, column * stride, window)];
                float left = await network.StepAsync(runs => runs.Score(Covered(network, covered, cover))).ConfigureAwait(false);
                foreach (int pixel in covered)
                {
                    sums[pixel] += (double)score - left;
                    counts[pixel]++;
                }
            }
        }

        return HeatMap.OfPixels(spec.Height, spec.Width, [.. sums.Select((sum, i) => (float)(sum / counts[i]))]);
    }

    private static (int Window, int Stride) Windows(ExplanationSettings settings, PreprocessingSpec spec)
    {
        int window = settings.Window ?? Math.Max(1, Math.Min(spec.Height, spec.Width) / UsualPart);
        int stride = settings.Stride ?? Math.Max(1, window / 2);
        return stride <= window ? (window, stride) : throw new ServingException(
            ServingError.InvalidRequest,
            $"The parameter 'stride' is '{stride}', and the window has {window} rows and columns; expected a stride of at most that, so " +
            "that every pixel is covered.");
    }

    // The last window may reach beyond the picture, so that every pixel is covered.
    private static int Positions(int extent, int window, int stride) =>
        1 + Math.Max(0, (extent - window + stride - 1) / stride);

    private static IEnumerable<int> Pixels(PreprocessingSpec spec, int top, int left, int window)
    {
        for (int y = top; y < Math.Min(top + window, spec.Height); y++)
        {
            for (int x = left; x < Math.Min(left + window, spec.Width); x++)
                yield return y * spec.Width + x;
        }
    }

    private static float[] Covered(ExplainedNetwork network, int[] pixels, float[] cover)
    {
        float[] image = [.. network.Image];
        for (int channel = 0; channel < network.Spec.ChannelCount; channel++)
        {
            foreach (int pixel in pixels)
            {
                int position = NetworkInput.Position(network.Spec, channel, pixel);
                image[position] = cover[position];
            }
        }

        return image;
    }
}
