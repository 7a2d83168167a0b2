using Fovea.Api.Errors;
using Microsoft.Net.Http.Headers;

namespace Fovea.Api.Http;

/// <summary>Chooses a feature map's format: <c>?format=</c> wins, else the Accept header's preference (RFC 9110, 12.5.1).</summary>
internal static class MapFormatNegotiator
{
    public const string Json = "application/json";
    public const string Png = "image/png";
    public const string Npy = "application/x-npy";

    public static string MediaType(MapFormat format) => format switch
    {
        MapFormat.Json => Json,
        MapFormat.Png => Png,
        MapFormat.Npy => Npy,
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "Not a format."),
    };

    /// <summary>Chooses the format of a request's answer: the one asked for, else the one that the Accept header prefers.</summary>
    /// <exception cref="ApiException">No format is acceptable.</exception>
    public static MapFormat Choose(HttpRequest request, MapFormat? asked) => Choose(request, asked, Enum.GetValues<MapFormat>());

    /// <summary>The same where an answer has some of the formats only.</summary>
    /// <exception cref="ApiException">No format is acceptable.</exception>
    public static MapFormat Choose(HttpRequest request, MapFormat? asked, params IReadOnlyList<MapFormat> available)
    {
        if (asked is { } format)
        {
            return available.Contains(format) ? format : throw new ApiException(
                ErrorCodes.NotAcceptable, $"The format {Name(format)} was asked for; {Names(available)} are available here.");
        }

        if (!MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out IList<MediaTypeHeaderValue>? accepted) || accepted.Count == 0)
            return MapFormat.Json;

        (MapFormat Format, double Quality) best = available
            .Select(choice => (Format: choice, Quality: Quality(MediaType(choice), accepted)))
            .MaxBy(choice => choice.Quality);
        return best.Quality > 0
            ? best.Format
            : throw new ApiException(
                ErrorCodes.NotAcceptable,
                $"The Accept header is '{request.Headers.Accept}'; available are " +
                $"{string.Join(", ", available.SkipLast(1).Select(MediaType))} and {MediaType(available[^1])}, or " +
                $"?format={Names(available)}.");
    }

    private static string Names(IReadOnlyList<MapFormat> formats) => string.Join(", ", formats.Select(Name));

    private static string Name(MapFormat format) => format.ToString().ToLowerInvariant();

    /// <summary>The quality that the most specific matching range gives to a media type; 0 without a match.</summary>
    private static double Quality(string mediaType, IList<MediaTypeHeaderValue> accepted) => accepted
        .Select(range => (Range: range, Specificity: Specificity(mediaType, range)))
        .Where(match => match.Specificity > 0)
        .OrderByDescending(match => match.Specificity)
        .Select(match => match.Range.Quality ?? 1)
        .FirstOrDefault(0);

    private static int Specificity(string mediaType, MediaTypeHeaderValue range)
    {
        if (range.MatchesAllTypes)
            return 1;
        if (range.MatchesAllSubTypes)
            return mediaType.StartsWith($"{range.Type}/", StringComparison.OrdinalIgnoreCase) ? 2 : 0;
        return range.MediaType.Equals(mediaType, StringComparison.OrdinalIgnoreCase) ? 3 : 0;
    }
}
