using Fovea.Api.Errors;
using Fovea.Models.Tasks;

namespace Fovea.Api.Http;

/// <summary>Chooses a feature map's format as <see cref="FormatNegotiator"/> does it.</summary>
internal static class MapFormatNegotiator
{
    public const string Json = "application/json";
    public const string Png = MediaTypes.Png;
    public const string Npy = MediaTypes.Npy;

    private static readonly MapFormat[] Formats = Enum.GetValues<MapFormat>();

    private static readonly OfferedFormat[] Offered =
        [.. Formats.Select(format => new OfferedFormat(format.ToString().ToLowerInvariant(), MediaType(format)))];

    public static string MediaType(MapFormat format) => format switch
    {
        MapFormat.Json => Json,
        MapFormat.Png => Png,
        MapFormat.Npy => Npy,
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "Not a format."),
    };

    /// <summary>Chooses the format of a request's answer: the one asked for, else the one that the Accept header prefers.</summary>
    /// <exception cref="ApiException">No format is acceptable.</exception>
    public static MapFormat Choose(HttpRequest request, MapFormat? asked) =>
        Formats[FormatNegotiator.Choose(request, asked?.ToString(), Offered)];
}
