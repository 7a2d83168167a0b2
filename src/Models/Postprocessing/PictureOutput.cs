namespace Fovea.Models.Postprocessing;

/// <summary>The output of a network that makes pictures of pictures.</summary>
/// <param name="Channels">Its channels: as many as the input has, or three of a gray one.</param>
/// <param name="Scale">How many times as long as those of the input its sides are.</param>
/// <param name="ChannelsLast">Whether the channels of a pixel lie side by side.</param>
internal sealed record PictureOutput(int Channels, int Scale, bool ChannelsLast)
{
    /// <summary>The axis of the rows; that of the columns follows it.</summary>
    public int RowAxis => ChannelsLast ? 1 : 2;

    // More than networks enlarge by.
    private const int LargestScale = 16;

    /// <summary>Reads an output; null where it is no picture of the input's.</summary>
    /// <param name="input">The shape of the input, [N,C,H,W] or [N,H,W,C].</param>
    /// <param name="output">The shape of the output.</param>
    /// <param name="channelsLast">Whether the channels of the input are its last axis.</param>
    public static PictureOutput? Find(IReadOnlyList<long> input, IReadOnlyList<long> output, bool channelsLast)
    {
        if (input.Count != 4 || output.Count != 4 || output[0] != input[0])
            return null;
        int channel = channelsLast ? 3 : 1, row = channelsLast ? 1 : 2;
        long channels = output[channel], scale = output[row] / Math.Max(1, input[row]);
        return channels is 1 or 3 && (channels == input[channel] || input[channel] == 1) && scale is >= 1 and <= LargestScale
            && output[row] == scale * input[row] && output[row + 1] == scale * input[row + 1]
                ? new PictureOutput((int)channels, (int)scale, channelsLast)
                : null;
    }
}
