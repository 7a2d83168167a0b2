using System.Globalization;
using Fovea.Models.Scheduling;

namespace Fovea.Api.Http;

/// <summary>Writes the <c>Server-Timing</c> header: milliseconds per stage.</summary>
internal static class ServerTiming
{
    public static void Write(HttpResponse response, StageTimings timings) =>
        response.Headers["Server-Timing"] = string.Join(", ",
            Entry("decode", timings.Decode), Entry("preprocess", timings.Preprocess), Entry("queue", timings.Queue),
            Entry("compute", timings.Compute));

    private static string Entry(string name, TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"{name};dur={time.TotalMilliseconds:0.###}");
}
