using System.Diagnostics;
using Fovea.Models.Hosting;
using Fovea.Models.Scheduling;

namespace Fovea.Models.Telemetry;

/// <summary>
/// Writes one span per stage of a request, children of the request's own span, after the request has ended, from the times that are
/// measured anyway. The images of one request may be decoded one after another or in parallel; the spans of decoding and pre-processing
/// have the total times.
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

        /// <summary>Writes a span from one event to another, or until now; none if the first has not happened.</summary>
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
