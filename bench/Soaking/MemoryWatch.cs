using System.Diagnostics;
using System.Globalization;

namespace Fovea.Bench.Soaking;

/// <summary>Reads the resident memory of another process once a second (Linux: VmRSS of /proc/PID/status).</summary>
internal sealed class MemoryWatch(int process)
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly List<MemoryReading> _readings = [];

    public IReadOnlyList<MemoryReading> Readings => _readings;

    /// <exception cref="InvalidOperationException">The process has ended.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(Period);
        do
            _readings.Add(new MemoryReading(Stopwatch.GetElapsedTime(start).TotalSeconds, Resident(process)));
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    private static double Resident(int process)
    {
        try
        {
            string line = File.ReadLines($"/proc/{process}/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
            return long.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024.0;
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            throw new InvalidOperationException($"The service (process {process}) is gone: it ended during the soak.", e);
        }
    }
}
