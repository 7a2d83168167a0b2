using System.Globalization;
using Fovea.Api.Errors;
using Fovea.Inference;

namespace Fovea.Api.Http;

/// <summary>Which channels a query names: by their indices, or the strongest ones.</summary>
/// <param name="Indices">The indices, each once; null for the strongest ones.</param>
/// <param name="Top">How many of the strongest; 0 where indices are given.</param>
internal sealed record ChannelList(IReadOnlyList<int>? Indices, int Top)
{
    /// <summary>The most channels that can be listed.</summary>
    private const int Most = 4096;

    private const string TopPrefix = "top:";

    /// <exception cref="ApiException">The text is none.</exception>
    public static ChannelList Parse(string text)
    {
        if (text.StartsWith(TopPrefix, StringComparison.OrdinalIgnoreCase))
        {
            return Number(text[TopPrefix.Length..]) is > 0 and var count ? new ChannelList(null, count) : throw Invalid(text);
        }

        string[] parts = text.Split(',', Most + 1, StringSplitOptions.TrimEntries);
        int?[] numbers = [.. parts.Select(Number)];
        return numbers.Length <= Most && numbers.All(number => number is not null)
            ? new ChannelList([.. numbers.Select(number => number!.Value).Distinct()], 0)
            : throw Invalid(text);
    }

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;

    private static ApiException Invalid(string text) => new(
        ErrorCodes.InvalidParameter,
        $"The parameter 'channels' is '{ShownText.Name(text)}'; expected up to {Most} indices, such as '0,5,7', or the number of " +
        "strongest channels, such as 'top:16'.");
}
