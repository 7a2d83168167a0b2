using System.Diagnostics;
using System.Diagnostics.Metrics;
using Fovea.Inference;
using Fovea.Models.Errors;
using Fovea.Models.Hosting;
using Fovea.Models.Images;
using Fovea.Models.Jobs;
using Fovea.Models.Repository;
using Fovea.Models.Scheduling;

namespace Fovea.Models.Telemetry;

/// <summary>
/// The metrics and traces of requests: the meter and the activity source <c>Fovea</c>. Without listeners, a request costs a few checks.
/// Durations are in seconds. Every instrument of requests to a model is tagged with its name and version.
/// </summary>
public sealed class ServingTelemetry : IDisposable
{
    /// <summary>The name of the meter and of the activity source.</summary>
    public const string Name = "Fovea";

    // Requests take from a millisecond (a small network) to the default deadline of 10 s; waiting and decoding take less. About three
    // buckets per decade, as in Prometheus' defaults; quantiles are interpolated within a bucket.
    private static readonly double[] RequestSeconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
    private static readonly double[] StageSeconds =
        [0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
    private static readonly long[] BatchSizes = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 64];

    private readonly Meter _meter = new(Name);
    private readonly ActivitySource _source = new(Name);
    private readonly Histogram<double> _request;
    private readonly Histogram<double> _queue;
    private readonly Histogram<double> _decode;
    private readonly Histogram<double> _preprocess;
    private readonly Histogram<double> _compute;
    private readonly Histogram<long> _batch;
    private readonly ReasonCounter _rejected = new("overloaded", "queue_timeout", "deadline_exceeded");
    private readonly ReasonCounter _cancelled = new("waiting", "decoding", "running");
    private readonly ReasonCounter _failed = new("image", "input", "model", "internal");

    private long _rateLimited;
    private long _uploadsRefused;

    /// <summary>Creates the instruments.</summary>
    public ServingTelemetry()
    {
        _request = Seconds(
            "fovea.request.duration", "From reading a request's body to its answer; answered requests only.", RequestSeconds);
        _queue = Seconds("fovea.queue.duration", "Waiting for a thread to decode and to run.", StageSeconds);
        _decode = Seconds("fovea.decode.duration", "From bytes to pixels, the images of a request together.", StageSeconds);
        _preprocess = Seconds(
            "fovea.preprocess.duration", "From pixels to the input tensor, the images of a request together.", StageSeconds);
        _compute = Seconds("fovea.compute.duration", "Running the network.", StageSeconds);
        _batch = _meter.CreateHistogram(
            "fovea.batch.size", "{image}", "Images of one run.",
            advice: new InstrumentAdvice<long> { HistogramBucketBoundaries = BatchSizes });
    }

    /// <summary>Whether an instrument belongs to this object: several services in one process have meters of the same name.</summary>
    public bool Owns(Instrument instrument)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        return instrument.Meter == _meter;
    }

    /// <summary>
    /// Adds the observable instruments: requests that were not answered, queue lengths, memory, models by state, long jobs.
    /// </summary>
    public void Observe(InferenceEngine engine, ModelRepository repository, Scheduler scheduler, ImageStore store, LongJobs jobs)
    {
        _meter.CreateObservableGauge(
            "fovea.jobs", () => jobs.Unfinished.Select(of => new Measurement<long>(of.Count, KindTag(of.Kind), StateTag(of.Phase))),
            "{job}", "Long jobs that have not ended, by state.");
        _meter.CreateObservableCounter(
            "fovea.jobs.ended", () => jobs.Ended.Select(of => new Measurement<long>(of.Count, KindTag(of.Kind), StateTag(of.Phase))),
            "{job}", "Long jobs that have ended, by state.");
        _meter.CreateObservableCounter(
            "fovea.requests.rejected", () => _rejected.Measure(repository.Models), "{request}", "Requests answered 429, by reason.");
        _meter.CreateObservableCounter(
            "fovea.requests.cancelled", () => _cancelled.Measure(repository.Models), "{request}",
            "Requests whose callers left, by how far they had come.");
        _meter.CreateObservableCounter(
            "fovea.requests.failed", () => _failed.Measure(repository.Models), "{request}", "Requests that failed, by what was wrong.");
        _meter.CreateObservableCounter(
            "fovea.requests.rate_limited", () => Interlocked.Read(ref _rateLimited), "{request}",
            "Requests answered 429 because their client sends more than it may; which model they are for is not known yet.");
        _meter.CreateObservableCounter(
            "fovea.uploads.refused", () => Interlocked.Read(ref _uploadsRefused), "{request}",
            "Requests answered 429 because the bodies of all requests take as much memory as they may.");
        _meter.CreateObservableCounter(
            "fovea.model.reloads.failed", () => FailedReloads(repository), "{reload}",
            "Changed files of a model that could not be loaded, so that those before them still answer.");
        _meter.CreateObservableGauge(
            "fovea.queue.length", () => Ready(repository, model => (long)scheduler.Waiting(model)), "{request}", "Requests that wait.");
        _meter.CreateObservableGauge(
            "fovea.model.weights", () => Ready(repository, model => model.Graph.ConstantBytes), "By", "Packed weights of a model.");
        _meter.CreateObservableCounter(
            "fovea.data_shapes", () => DataShapes(repository), "{run}",
            "Runs whose shapes depend on the data, by whether the rest of the network had to be compiled for them.");
        _meter.CreateObservableGauge("fovea.places.used", () => (long)scheduler.BusyThreads, "{thread}", "Threads that decode or run.");
        _meter.CreateObservableGauge(
            "fovea.places.limit", () => (long)scheduler.Options.Parallelism, "{thread}", "Threads that may decode or run at once.");
        _meter.CreateObservableGauge(
            "fovea.arena.used", () => engine.RentedArenaBytes, "By", "Activation memory of runs that are going on.");
        _meter.CreateObservableGauge(
            "fovea.arena.pooled", () => engine.PooledArenaBytes, "By", "Activation memory kept for the next runs.");
        _meter.CreateObservableGauge(
            "fovea.plans.size", () => engine.PlanBytes, "By", "Compiled plans of all models, besides weights.");
        _meter.CreateObservableGauge("fovea.image_store.size", () => store.Bytes, "By", "Images kept for feature maps.");
        _meter.CreateObservableGauge("fovea.models", () => States(repository), "{model}", "Models by state.");
    }

    /// <summary>Records a request that was refused because its client sends too many.</summary>
    public void RateLimited() => Interlocked.Increment(ref _rateLimited);

    /// <summary>Records a request that was refused because there is no room for its body.</summary>
    public void UploadRefused() => Interlocked.Increment(ref _uploadsRefused);

    /// <inheritdoc/>
    public void Dispose()
    {
        _meter.Dispose();
        _source.Dispose();
    }

    /// <summary>Records a run of the network.</summary>
    internal void Executed(HostedModel model, int rows) => _batch.Record(rows, ModelTag(model), VersionTag(model));

    /// <summary>Records a request that was answered.</summary>
    internal void Succeeded(HostedModel served, StageTimings timings, JobTimes? times)
    {
        (KeyValuePair<string, object?> model, KeyValuePair<string, object?> version) = (ModelTag(served), VersionTag(served));
        _request.Record(timings.Total.TotalSeconds, model, version);
        _queue.Record(timings.Queue.TotalSeconds, model, version);
        if (timings.Preprocess > TimeSpan.Zero)
        {
            _decode.Record(timings.Decode.TotalSeconds, model, version);
            _preprocess.Record(timings.Preprocess.TotalSeconds, model, version);
        }

        _compute.Record(timings.Compute.TotalSeconds, model, version);
        StageSpans.Write(_source, served, timings, times);
    }

    /// <summary>Records a request that failed, was rejected or was cancelled.</summary>
    internal void Failed(HostedModel model, StageTimings timings, JobTimes? times, Exception error)
    {
        (ReasonCounter counter, string reason) = error switch
        {
            ServingException { Error: ServingError.Overloaded } => (_rejected, "overloaded"),
            ServingException { Error: ServingError.QueueTimeout } => (_rejected, "queue_timeout"),
            ServingException { Error: ServingError.DeadlineExceeded } => (_rejected, "deadline_exceeded"),
            OperationCanceledException => (_cancelled, StageOf(times)),
            ImageRejectedException => (_failed, "image"),
            InvalidInputException => (_failed, "input"),
            InferenceException and not EngineFaultException => (_failed, "model"),
            _ => (_failed, "internal"),
        };
        counter.Add(model, reason);
        StageSpans.Write(_source, model, timings, times);
    }

    /// <summary>The stage in which a request ended.</summary>
    private static string StageOf(JobTimes? times)
    {
        if (times is null || !times.Has(JobEvent.PreparationBegan))
            return "waiting";
        return times.Has(JobEvent.RunBegan) ? "running" : "decoding";
    }

    private Histogram<double> Seconds(string name, string description, double[] buckets) =>
        _meter.CreateHistogram(name, "s", description, advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = buckets });

    private static KeyValuePair<string, object?> ModelTag(HostedModel model) => new("model", model.Name);

    private static KeyValuePair<string, object?> VersionTag(HostedModel model) => new("version", model.Version);

    private static KeyValuePair<string, object?> KindTag(JobKind kind) => new("kind", kind switch
    {
        JobKind.StyleTransfer => "style_transfer",
        JobKind.Explanation => "explanation",
        JobKind.Prediction => "prediction",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind."),
    });

    private static KeyValuePair<string, object?> StateTag(JobPhase phase) => new("state", phase.ToString().ToLowerInvariant());

    private static IEnumerable<Measurement<long>> Ready(
        ModelRepository repository, Func<HostedModel, long> value, params KeyValuePair<string, object?>[] tags) =>
        from entry in repository.Models
        let model = entry.Status.Model
        where model is not null
        select new Measurement<long>(value(model), [ModelTag(model), VersionTag(model), .. tags]);

    private static IEnumerable<Measurement<long>> DataShapes(ModelRepository repository) =>
        Ready(repository, model => model.Graph.ContinuationsCompiled, new KeyValuePair<string, object?>("plan", "compiled"))
            .Concat(Ready(repository, model => model.Graph.ContinuationsReused, new KeyValuePair<string, object?>("plan", "reused")));

    private static IEnumerable<Measurement<long>> FailedReloads(ModelRepository repository) =>
        repository.Models.Select(entry => new Measurement<long>(
            entry.FailedReloads, new KeyValuePair<string, object?>("model", entry.Name),
            new KeyValuePair<string, object?>("version", entry.Version)));

    private static IEnumerable<Measurement<long>> States(ModelRepository repository)
    {
        ILookup<ModelState, ModelEntry> models = repository.Models.ToLookup(entry => entry.Status.State);
        return Enum.GetValues<ModelState>().Select(state => new Measurement<long>(
            models[state].Count(), new KeyValuePair<string, object?>("state", state.ToString().ToLowerInvariant())));
    }
}
