using System.Globalization;

namespace Fovea.Models.FeatureMaps;

/// <summary>The smallest and the largest finite value; null where no value is finite.</summary>
internal readonly record struct ValueRange(float? Min, float? Max)
{
    private const int UsualDigits = 4, MostDigits = 9;

    /// <summary>The range of the values of one channel.</summary>
    public static ValueRange OfChannel(FeatureMap map, int channel) => Of(map.Channel(channel));

    /// <summary>The range of the values of all channels.</summary>
    public static ValueRange OfLayer(FeatureMap map) => Of(map.Values);

    /// <summary>Both ends as text, with four significant digits, or as many as tell them apart; "none" where no value is finite.</summary>
    public (string Low, string High) Texts()
    {
        if (Min is not { } min || Max is not { } max)
            return ("none", "none");
        int digits = UsualDigits;
        while (digits < MostDigits && min != max && Text(min, digits) == Text(max, digits))
            digits++;
        return (Text(min, digits), Text(max, digits));
    }

    private static ValueRange Of(ReadOnlySpan<float> values)
    {
        var statistics = ChannelStatistics.Of(0, values);
        return new ValueRange(statistics.Min, statistics.Max);
    }

    // The sum turns a negative zero into a positive one.
    private static string Text(float value, int digits) => (value + 0f).ToString($"G{digits}", CultureInfo.InvariantCulture);
}
