using Fovea.Api.Errors;
using Microsoft.Net.Http.Headers;

namespace Fovea.Api.Http;

/// <summary>A format in which an answer can be sent.</summary>
/// <param name="Name">Its name in <c>?format=</c>.</param>
/// <param name="MediaType">Its media type.</param>
internal readonly record struct OfferedFormat(string Name, string MediaType);

/// <summary>
/// Chooses the format of an answer: <c>?format=</c> wins, else the Accept header's preference (RFC 9110, 12.5.1), else the first one.
/// </summary>
internal static class FormatNegotiator
{
    /// <summary>The index of the format that a request gets.</summary>
    /// <param name="request">The request.</param>
    /// <param name="asked">The name in <c>?format=</c>, in any case; null where there is none.</param>
    /// <param name="offered">The formats, in the order preferred where the caller has no preference.</param>
    /// <exception cref="ApiException">No format is acceptable.</exception>
    public static int Choose(HttpRequest request, string? asked, IReadOnlyList<OfferedFormat> offered)
    {
        string names = string.Join(", ", offered.Select(format => format.Name));
        if (asked is not null)
        {
            int named = offered.Index().Where(format => format.Item.Name.Equals(asked, StringComparison.OrdinalIgnoreCase))
                .Select(format => format.Index).FirstOrDefault(-1);
            return named >= 0 ? named : throw new ApiException(
                ErrorCodes.NotAcceptable, $"The format {asked.ToLowerInvariant()} was asked for; {names} are available here.");
        }

        if (!MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out IList<MediaTypeHeaderValue>? accepted) || accepted.Count == 0)
            return 0;

        (int index, double quality) = offered
            .Select((format, i) => (Index: i, Quality: Quality(format.MediaType, accepted)))
            .MaxBy(choice => choice.Quality);
        string[] types = [.. offered.Select(format => format.MediaType).Distinct()];
        return quality > 0
            ? index
            : throw new ApiException(
                ErrorCodes.NotAcceptable,
                $"The Accept header is '{request.Headers.Accept}'; available are {string.Join(", ", types.SkipLast(1))} and {types[^1]}, " +
                $"or ?format={names}.");
    }

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
