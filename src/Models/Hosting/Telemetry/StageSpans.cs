using System.Diagnostics;
using Fovea.Models.Scheduling;

namespace Fovea.Models.Hosting.Telemetry;

/// <summary>
/// One span per stage of a request, children of the request's own span, written when the stages are over: nothing is measured for them that is not
/// measured anyway. Several images of one request are decoded in turn or side by side; their spans are as long as their sums.
/// </summary>
internal static class StageSpans
{
    public static void Write(ActivitySource source, Job job)
    {
        if (!source.HasListeners())
            return;
        var clock = new Clock(Stopwatch.GetTimestamp(), DateTimeOffset.UtcNow);
        JobTimes times = job.Times;
        long now = clock.Ticks;
        long prepare = times.PreparationBegun;
        Span(source, clock, job, "queue", times.Submitted, prepare != 0 ? prepare : now);
        if (prepare == 0)
            return;
        long preprocess = prepare + Ticks(job.Timings.Decode);
        if (job.Timings.Decode > TimeSpan.Zero)
            Span(source, clock, job, "decode", prepare, preprocess);
        if (job.Timings.Preprocess > TimeSpan.Zero)
            Span(source, clock, job, "preprocess", preprocess, preprocess + Ticks(job.Timings.Preprocess));
        if (times.Prepared == 0)
            return;
        Span(source, clock, job, "batch", times.Prepared, times.RunBegun != 0 ? times.RunBegun : now);
        if (times.RunBegun != 0)
            Span(source, clock, job, "compute", times.RunBegun, times.RunEnded != 0 ? times.RunEnded : now);
    }

    private static void Span(ActivitySource source, Clock clock, Job job, string name, long from, long to)
    {
        using Activity? activity = source.StartActivity(name, ActivityKind.Internal, parentContext: default, startTime: clock.At(from));
        if (activity is null)
            return;
        activity.SetTag("model", job.Model.Name).SetTag("version", job.Model.Version);
        if (name == "compute")
            activity.SetTag("batch.size", job.Times.BatchRows);
        activity.SetEndTime(clock.At(to).UtcDateTime);
    }

    private static long Ticks(TimeSpan span) => (long)(span.TotalSeconds * Stopwatch.Frequency);

    private readonly record struct Clock(long Ticks, DateTimeOffset Time)
    {
        public DateTimeOffset At(long ticks) => Time - Stopwatch.GetElapsedTime(ticks, Ticks);
    }
}
