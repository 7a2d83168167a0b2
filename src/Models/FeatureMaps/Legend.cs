namespace Fovea.Models.FeatureMaps;

/// <summary>What is written above a picture.</summary>
/// <param name="Name">The layer's name.</param>
/// <param name="Output">The layer's operator, its shape without the batch, and which channel is drawn where it is one.</param>
/// <param name="Low">What the left end of the colour bar stands for.</param>
/// <param name="High">What the right end of the colour bar stands for.</param>
/// <param name="Caption">Of what these are the smallest and the largest value.</param>
/// <param name="Bar">The values that the bar shows, from its left end to its right end.</param>
internal sealed record Legend(string Name, string Output, string Low, string High, string Caption, ValueRange Bar)
{
    private const string OfLayer = "of the whole layer";

    /// <summary>The legend of a map whose colours span what <paramref name="scope"/> says.</summary>
    public static Legend Of(FeatureMap map, int? channel, NormalizationScope scope)
    {
        string name = map.Layer.Name;
        string output = OutputText(map, channel);
        string note = Undefined(map, channel) ? "; magenta: NaN" : "";
        ValueRange layer = ValueRange.OfLayer(map);
        (string low, string high) = layer.Texts();
        if (scope == NormalizationScope.Layer || map.Channels == 1)
            return new Legend(name, output, low, high, OfLayer + note, layer);
        if (channel is { } one)
        {
            ValueRange own = ValueRange.OfChannel(map, one);
            (string ownLow, string ownHigh) = own.Texts();
            return new Legend(name, output, ownLow, ownHigh, "of this channel" + note, own);
        }

        return new Legend(name, output, "min", "max", $"of each channel; layer: {low} to {high}{note}", new ValueRange(0, 1));
    }

    private static string OutputText(FeatureMap map, int? channel)
    {
        string shape = map.ImageShape.Rank == 1 ? $"{map.Channels} values" : string.Join(" x ", map.ImageShape);
        return $"{map.Layer.Operator}, {shape}{(channel is { } one ? $", channel {one}" : "")}";
    }

    private static bool Undefined(FeatureMap map, int? channel)
    {
        foreach (float value in channel is { } one ? map.Channel(one) : map.Values)
        {
            if (float.IsNaN(value))
                return true;
        }

        return false;
    }
}
