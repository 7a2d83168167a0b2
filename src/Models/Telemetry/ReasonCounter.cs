using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Fovea.Models.Hosting;
using Fovea.Models.Repository;

namespace Fovea.Models.Telemetry;

/// <summary>
/// Requests by model, version and reason. Every reason of a model that is listed is there from the first measurement on, at zero, so that a
/// rate over it exists before the first such request. Thread-safe.
/// </summary>
/// <param name="reasons">Every reason that is counted.</param>
internal sealed class ReasonCounter(params IReadOnlyList<string> reasons)
{
    private readonly ConcurrentDictionary<(string Model, string Version, string Reason), Count> _counts = new();

    /// <summary>Counts a request.</summary>
    public void Add(HostedModel model, string reason) => Interlocked.Increment(ref Of(model.Name, model.Version, reason).Value);

    /// <summary>Every count so far, and zeros for the other reasons of the models that are listed.</summary>
    public IEnumerable<Measurement<long>> Measure(IEnumerable<ModelEntry> listed)
    {
        foreach (ModelEntry entry in listed)
        {
            foreach (string reason in reasons)
                Of(entry.Name, entry.Version, reason);
        }

        return _counts.Select(count => new Measurement<long>(
            Interlocked.Read(ref count.Value.Value),
            new KeyValuePair<string, object?>("model", count.Key.Model),
            new KeyValuePair<string, object?>("version", count.Key.Version),
            new KeyValuePair<string, object?>("reason", count.Key.Reason)));
    }

    private Count Of(string model, string version, string reason) =>
        _counts.GetOrAdd((model, version, reason), static _ => new Count());

    private sealed class Count
    {
        public long Value;
    }
}
