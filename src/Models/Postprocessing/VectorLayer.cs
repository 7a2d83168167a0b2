using Fovea.Inference;

namespace Fovea.Models.Postprocessing;

/// <summary>A layer whose values, averaged over the positions of a map, are a vector for each image.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Length">How many numbers the vector has.</param>
/// <param name="ChannelsLast">Whether the channels of a position lie side by side.</param>
internal sealed record VectorLayer(string Name, int Length, bool ChannelsLast)
{
    // [N,C,H,W] or [N,H,W,C].
    private const int MapRank = 4;

    // [N,T,C], as transformers have them.
    private const int TokensRank = 3;

    /// <summary>Reads a layer; null where it has no numbers for each image.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="images">The images of a run.</param>
    /// <param name="channelsLast">Whether a map's channels are its last axis.</param>
    public static VectorLayer? TryRead(LayerInfo layer, int images, bool channelsLast)
    {
        Shape shape = layer.Shape;
        if (shape.Rank < 2 || shape[0] != images || shape.ElementCount is 0 or > int.MaxValue)
            return null;
        long[] extents = [.. shape.Skip(1)];
        (long length, bool last) = shape.Rank switch
        {
            MapRank when channelsLast => (extents[2], true),
            MapRank => (extents[0], false),
            TokensRank => (extents[1], true),
            2 => (extents[0], true),
            _ => (0, false),
        };
        return length > 0 ? new VectorLayer(layer.Name, (int)length, last) : null;
    }

    /// <summary>The vector: the mean over the positions, of which a larger picture has more.</summary>
    public float[] Pool(ReadOnlySpan<float> values)
    {
        float[] vector = new float[Length];
        int positions = values.Length / Length;
        if (positions == 1)
        {
            values.CopyTo(vector);
            return vector;
        }

        for (int channel = 0; channel < Length; channel++)
        {
            double sum = 0;
            for (int position = 0; position < positions; position++)
                sum += values[ChannelsLast ? (position * Length) + channel : (channel * positions) + position];
            vector[channel] = (float)(sum / positions);
        }

        return vector;
    }
}
