using Fovea.Bench.Statistics;

namespace Fovea.Bench.LoadTables;

/// <summary>Fovea and the best of its competitors, for one model and number of connections: medians over the rounds.</summary>
internal sealed record LoadPoint
{
    public LoadPoint(string model, int connections, LoadSamples samples)
    {
        (Model, Connections) = (model, connections);
        LoadSample[] here = [.. samples.Loads.Where(s => s.Model == model && s.Connections == connections)];
        Fovea = new ServiceFigures(here.Where(s => s.Service == Services.Fovea));
        Rivals = [.. samples.Rivals.Select(rival => new ServiceFigures(here.Where(s => s.Service == rival)))];
        Best = Rivals.MaxBy(s => s.RequestsPerSecond)!;
    }

    public string Model { get; }

    public int Connections { get; }

    public ServiceFigures Fovea { get; }

    /// <summary>In the order of <see cref="LoadSamples.Rivals"/>.</summary>
    public IReadOnlyList<ServiceFigures> Rivals { get; }

    /// <summary>The competitor with the most requests per second.</summary>
    public ServiceFigures Best { get; }

    /// <summary>Fovea's requests per second relative to the best competitor's.</summary>
    public double Ratio => Fovea.RequestsPerSecond / Best.RequestsPerSecond;

    /// <summary>The best competitor's p99 over Fovea's: above 1, Fovea's is shorter.</summary>
    public double TailRatio => Best.P99 / Fovea.P99;
}

/// <summary>The medians of one service at one point, and the sum of its failures over all rounds.</summary>
internal sealed record ServiceFigures
{
    public ServiceFigures(IEnumerable<LoadSample> rounds)
    {
        LoadSample[] samples = [.. rounds];
        RequestsPerSecond = Summary.Median(samples.Select(s => s.RequestsPerSecond));
        P50 = Summary.Median(samples.Select(s => s.P50));
        P99 = Summary.Median(samples.Select(s => s.P99));
        Spread = samples.Max(s => s.RequestsPerSecond) / samples.Min(s => s.RequestsPerSecond);
        Failures = samples.Sum(s => s.Refused + s.Broken);
    }

    public double RequestsPerSecond { get; }

    public double P50 { get; }

    public double P99 { get; }

    /// <summary>The fastest round over the slowest: how much the machine disturbed the measurement.</summary>
    public double Spread { get; }

    public int Failures { get; }
}
