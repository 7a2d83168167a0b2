namespace Fovea.Models.Scheduling;

/// <summary>
/// The number of rows of a full batch, found by measuring: the smallest size whose time per row is within <see cref="Tolerance"/> of the
/// best. It starts with the maximum. Under load it surveys the maximum and the powers of two below it; later, at growing intervals, only
/// the sizes next to the chosen one. Guarded by the scheduler's lock.
/// </summary>
internal sealed class BatchSize
{
    /// <summary>How much more per row a smaller batch may cost, since it takes less memory and answers sooner.</summary>
    private const double Tolerance = 1.03;

    /// <summary>Full batches before the first survey, while the JIT and the caches warm up.</summary>
    private const int WarmUp = 8;

    /// <summary>Blocks of runs per size. The sizes take turns, so that other load on the machine affects them all.</summary>
    private const int Passes = 2;

    /// <summary>
    /// Runs at the start of a block that are not measured, because runs of the previous size are still in progress beside them.
    /// </summary>
    private const int Discarded = 2;

    private const int RowsPerBlock = 16;
    private const int LeastRunsPerBlock = 4;

    /// <summary>After so many consecutive batches smaller than requested the load is gone, and the survey is postponed.</summary>
    private const int MostMissed = 64;

    private const long ShortestRest = 2048;
    private const long LongestRest = 1 << 16;

    private readonly int[] _sizes;
    private readonly List<double>[] _samples;
    private int _chosen;
    private int _first;
    private int _count;
    private int _block = -1;
    private int _runsInBlock;
    private int _missed;
    private long _rest = ShortestRest;
    private long _rowsToRest;

    /// <summary>Starts with the maximum.</summary>
    /// <param name="most">The most rows of a batch, at least 1.</param>
    public BatchSize(int most)
    {
        List<int> sizes = [];
        for (int size = 1; size < most; size *= 2)
            sizes.Add(size);
        _sizes = [.. sizes, most];
        _samples = [.. _sizes.Select(_ => new List<double>())];
        _chosen = _sizes.Length - 1;
        _count = _sizes.Length;
        _rowsToRest = _sizes.Length == 1 ? long.MaxValue : (long)WarmUp * most;
    }

    /// <summary>The number of rows of the next full batch.</summary>
    public int Rows => _sizes[_block < 0 ? _chosen : SizeOfBlock];

    /// <summary>The largest size is first: in the first survey it is the one that has been running.</summary>
    private int SizeOfBlock => _first + _count - 1 - _block % _count;

    /// <summary>Adds the time of a run during which all other threads were busy.</summary>
    public void Add(int rows, double seconds)
    {
        if (rows != Rows)
        {
            if (rows < Rows && _block >= 0 && ++_missed == MostMissed)
                Rest(WarmUp * _sizes[_chosen]);
            return;
        }

        _missed = 0;
        if (_block < 0)
        {
            _rowsToRest -= rows;
            if (_rowsToRest <= 0)
                _block = 0;
            return;
        }

        if (++_runsInBlock > Discarded)
            _samples[SizeOfBlock].Add(seconds / rows);
        if (_runsInBlock < Discarded + Math.Max(LeastRunsPerBlock, RowsPerBlock / rows))
            return;
        _runsInBlock = 0;
        if (++_block == Passes * _count)
            Choose();
    }

    private void Choose()
    {
        double[] costs = [.. _samples.Skip(_first).Take(_count).Select(LowerQuartile)];
        double enough = costs.Min() * Tolerance;
        int chosen = _first + Array.FindIndex(costs, cost => cost <= enough);
        _rest = chosen == _chosen ? Math.Min(2 * _rest, LongestRest) : ShortestRest;
        _chosen = chosen;
        _first = Math.Max(0, chosen - 1);
        _count = Math.Min(chosen + 2, _sizes.Length) - _first;
        Rest(_rest);
    }

    private void Rest(long rows)
    {
        _block = -1;
        _runsInBlock = 0;
        _missed = 0;
        _rowsToRest = rows;
        foreach (List<double> samples in _samples)
            samples.Clear();
    }

    /// <summary>The lower quartile: interruptions only ever make a run slower.</summary>
    private static double LowerQuartile(List<double> samples)
    {
        samples.Sort();
        return samples[samples.Count / 4];
    }
}
