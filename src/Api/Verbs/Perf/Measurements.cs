using System.Collections.Concurrent;
using System.Globalization;

namespace Fovea.Api.Verbs.Perf;

/// <summary>What a run of requests has shown so far.</summary>
internal sealed class Measurements
{
    /// <summary>The reason of requests that were not answered.</summary>
    public const string NoAnswer = "no answer";

    /// <summary>More stages than that are not kept: the header is somebody else's.</summary>
    private const int MostStages = 16;

    private readonly Lock _elapsed = new();
    private readonly ConcurrentDictionary<string, LatencyHistogram> _stages = [];
    private readonly ConcurrentQueue<string> _order = [];
    private readonly ConcurrentDictionary<string, long> _errors = [];

    /// <summary>The times of the answers with a status of success, as the client sees them.</summary>
    public LatencyHistogram Latency { get; } = new();

    /// <summary>The times that the server says it took, by stage, in the order of its header.</summary>
    public IEnumerable<(string Stage, LatencyHistogram Times)> Stages => _order.Select(name => (name, _stages[name]));

    /// <summary>How many requests failed, by status; <c>no answer</c> where there was none.</summary>
    public IReadOnlyDictionary<string, long> Errors => _errors;

    /// <summary>How long the measurement took, up to the last answer: waiting for a server that is gone does not count.</summary>
    public TimeSpan Elapsed { get; private set; }

    /// <summary>Says at an answer how long the measurement has taken.</summary>
    public void Lasted(TimeSpan elapsed)
    {
        lock (_elapsed)
            Elapsed = elapsed > Elapsed ? elapsed : Elapsed;
    }

    public void Answered(int status, TimeSpan latency, string? serverTiming)
    {
        if (status is < 200 or >= 300)
        {
            Failed(status.ToString(CultureInfo.InvariantCulture));
            return;
        }

        Latency.Add(latency);
        foreach ((string stage, TimeSpan time) in ServerTimes.Parse(serverTiming))
        {
            if (_stages.TryGetValue(stage, out LatencyHistogram? times))
                times.Add(time);
            else if (_stages.Count < MostStages)
                Stage(stage).Add(time);
        }
    }

    public void Failed(string reason) => _errors.AddOrUpdate(reason, 1, (_, count) => count + 1);

    private LatencyHistogram Stage(string name)
    {
        var added = new LatencyHistogram();
        if (!_stages.TryAdd(name, added))
            return _stages[name];
        _order.Enqueue(name);
        return added;
    }
}
