using System.Collections.Concurrent;

namespace Fovea.Bench.Soaking;

/// <summary>Counts outcomes, and keeps the first faults. Thread-safe.</summary>
internal sealed class SoakTally
{
    private const int MaxFaults = 20;

    private readonly ConcurrentDictionary<(string Kind, string Outcome), long> _counts = new();
    private readonly ConcurrentQueue<string> _faults = new();
    private long _faultCount;

    /// <summary>The counts by kind of request and outcome.</summary>
    public IReadOnlyList<(string Kind, string Outcome, long Count)> Counts =>
        [.. _counts.OrderBy(c => c.Key).Select(c => (c.Key.Kind, c.Key.Outcome, c.Value))];

    public IReadOnlyCollection<string> Faults => _faults;

    public long FaultCount => Interlocked.Read(ref _faultCount);

    public void Count(string kind, string outcome) => _counts.AddOrUpdate((kind, outcome), 1, (_, count) => count + 1);

    /// <summary>Records something that must not happen.</summary>
    public void Fault(string description)
    {
        Interlocked.Increment(ref _faultCount);
        if (_faults.Count < MaxFaults)
            _faults.Enqueue(description);
    }

    /// <summary>Counts an answer. An answer that is neither 200 nor 4xx is a fault, and so is a 429 without Retry-After.</summary>
    public void Answer(string kind, SoakAnswer answer, bool mayBeOk)
    {
        Count(kind, $"{answer.Status}");
        if (answer.Status == 200 ? !mayBeOk : answer.Status is < 400 or >= 500)
            Fault($"{kind}: answered {answer.Status}: {answer.Text}");
        if (answer is { Status: 429, RetryAfter: false })
            Fault($"{kind}: a 429 without Retry-After: {answer.Text}");
    }
}

/// <summary>One answer of the service.</summary>
/// <param name="Predictions">The JSON text of the predictions, if there are any.</param>
/// <param name="Text">The body, shortened.</param>
internal sealed record SoakAnswer(int Status, bool RetryAfter, string? Predictions, string Text);
