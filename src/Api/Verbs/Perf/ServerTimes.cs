using System.Globalization;

namespace Fovea.Api.Verbs.Perf;

/// <summary>Reads the header <c>Server-Timing</c> (W3C): <c>decode;dur=2.9, compute;dur=8.4</c>, in milliseconds.</summary>
internal static class ServerTimes
{
    private const string Duration = "dur=";

    /// <summary>The stages in their order; what has no duration is left out.</summary>
    public static IEnumerable<(string Stage, TimeSpan Time)> Parse(string? header)
    {
        foreach (string entry in (header ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = entry.Split(';', StringSplitOptions.TrimEntries);
            string? duration = Array.Find(parts, part => part.StartsWith(Duration, StringComparison.OrdinalIgnoreCase));
            if (duration is not null
                && double.TryParse(duration[Duration.Length..], CultureInfo.InvariantCulture, out double milliseconds)
                && milliseconds is >= 0 and <= int.MaxValue)
                yield return (parts[0], TimeSpan.FromMilliseconds(milliseconds));
        }
    }
}
