namespace Fovea.Models.Postprocessing;

/// <summary>Maps of one image: [C,H,W], or [H,W,C].</summary>
/// <param name="values">The values.</param>
/// <param name="channels">C.</param>
/// <param name="height">H.</param>
/// <param name="width">W.</param>
/// <param name="channelsLast">Whether channels are the last axis.</param>
internal sealed class ScoreMaps(float[] values, int channels, int height, int width, bool channelsLast)
{
    /// <summary>The number of maps.</summary>
    public int Channels => channels;

    /// <summary>The rows of each.</summary>
    public int Height => height;

    /// <summary>The columns of each.</summary>
    public int Width => width;

    /// <summary>The value of a cell.</summary>
    public float this[int channel, int x, int y] =>
        values[channelsLast ? (((y * width) + x) * channels) + channel : (((channel * height) + y) * width) + x];

    /// <summary>What lies between two rows.</summary>
    public float Blend(int channel, int x, MapWeight rows) => rows.Blend(this[channel, x, rows.First], this[channel, x, rows.Second]);
}
