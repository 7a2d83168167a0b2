using System.Diagnostics;
using Fovea.Models.Scheduling;
using Fovea.Models.Hosting;

namespace Fovea.Models.Telemetry;

/// <summary>
/// One span per stage of a request, children of the request's own span, written when the stages are over: nothing is measured for them that is not
/// measured anyway. Several images of one request are decoded in turn or side by side; their spans are as long as their sums.
/// </summary>
internal static class StageSpans
{
    public static void Write(ActivitySource source, HostedModel model, StageTimings timings, JobTimes? times)
    {
        if (source.HasListeners() && times is not null)
            new SpanWriter(source, model, times).Write(timings);
    }

    private sealed class SpanWriter(ActivitySource source, HostedModel model, JobTimes times)
    {
        private readonly DateTimeOffset _now = times.Clock.GetUtcNow();
        private readonly long _timestamp = times.Clock.GetTimestamp();

        public void Write(StageTimings timings)
        {
            Span("queue", JobEvent.Arrived, JobEvent.PreparationBegan);
            if (!times.Has(JobEvent.PreparationBegan))
                return;
            DateTimeOffset begun = TimeOf(JobEvent.PreparationBegan);
            DateTimeOffset decoded = begun + timings.Decode;
            if (timings.Decode > TimeSpan.Zero)
                Span("decode", begun, decoded);
            if (timings.Preprocess > TimeSpan.Zero)
                Span("preprocess", decoded, decoded + timings.Preprocess);
            Span("batch", JobEvent.Prepared, JobEvent.RunBegan);
            Span("compute", JobEvent.RunBegan, JobEvent.RunEnded);
        }

        /// <summary>From one event to another, or until now; nothing where the first has not happened.</summary>
        private void Span(string name, JobEvent from, JobEvent to)
        {
            if (times.Has(from))
                Span(name, TimeOf(from), times.Has(to) ? TimeOf(to) : _now);
        }

        private void Span(string name, DateTimeOffset from, DateTimeOffset to)
        {
            using Activity? activity = source.StartActivity(name, ActivityKind.Internal, parentContext: default, startTime: from);
            if (activity is null)
                return;
            activity.SetTag("model", model.Name).SetTag("version", model.Version);
            if (name == "compute")
                activity.SetTag("batch.size", times.BatchRows);
            activity.SetEndTime(to.UtcDateTime);
        }

        /// <summary>The time of day of an event.</summary>
        private DateTimeOffset TimeOf(JobEvent what) => _now - times.Clock.GetElapsedTime(times.At(what), _timestamp);
    }
}
