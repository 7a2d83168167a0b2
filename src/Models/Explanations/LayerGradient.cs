namespace Fovea.Models.Explanations;

/// <summary>A layer's values for a picture, and how the score grows with each of them: channel by channel, row by row.</summary>
/// <param name="Channels">The channels.</param>
/// <param name="Height">The rows.</param>
/// <param name="Width">The columns.</param>
/// <param name="Activations">The values.</param>
/// <param name="Gradients">The gradients of the score.</param>
internal sealed record LayerGradient(int Channels, int Height, int Width, float[] Activations, float[] Gradients)
{
    /// <summary>The positions of a channel.</summary>
    public int PlaneSize => Height * Width;

    /// <summary>The sum over the channels of a weight of each channel times its values.</summary>
    public float[] Weighted(Func<int, double> weight)
    {
        float[] sums = new float[PlaneSize];
        for (int channel = 0; channel < Channels; channel++)
        {
            float factor = (float)weight(channel);
            ReadOnlySpan<float> plane = Activations.AsSpan(channel * PlaneSize, PlaneSize);
            for (int i = 0; i < sums.Length; i++)
                sums[i] += factor * plane[i];
        }

        return sums;
    }
}
