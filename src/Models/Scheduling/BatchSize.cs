namespace Fovea.Models.Scheduling;

/// <summary>
/// How many rows a full batch has: the least number whose time per row is within <see cref="Tolerance"/> of the best, found by measuring. It begins with the
/// most, surveys the powers of two below it once there is load, and looks at the next smaller and larger ones again, ever more rarely, while load goes on.
/// Guarded by the scheduler's lock.
/// </summary>
internal sealed class BatchSize
{
    /// <summary>A smaller batch takes less memory and answers sooner: it may cost so much more per row.</summary>
    private const double Tolerance = 1.03;

    /// <summary>Full batches before the first survey, while code and caches warm up.</summary>
    private const int WarmUp = 8;

    /// <summary>Blocks per size: the sizes take turns, so that other load on the machine meets them all.</summary>
    private const int Passes = 2;

    /// <summary>The first runs of a block have runs of the size before beside them.</summary>
    private const int Discarded = 2;

    private const int RowsPerBlock = 16;
    private const int LeastRunsPerBlock = 4;

    /// <summary>Smaller batches than asked for in a row: the load is gone, and the survey is put off until it is back.</summary>
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

    /// <summary>For batches of at most so many rows.</summary>
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

    /// <summary>The rows that the next full batch has.</summary>
    public int Rows => _sizes[_block < 0 ? _chosen : SizeOfBlock];

    /// <summary>The largest first: after the start they are what ran before.</summary>
    private int SizeOfBlock => _first + _count - 1 - _block % _count;

    /// <summary>Learns from a run that had company on all other processors.</summary>
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
        (_block, _runsInBlock, _missed) = (-1, 0, 0);
        _rowsToRest = rows;
        foreach (List<double> samples in _samples)
            samples.Clear();
    }

    /// <summary>What holds a run up, a processor taken away, only makes it slower.</summary>
    private static double LowerQuartile(List<double> samples)
    {
        samples.Sort();
        return samples[samples.Count / 4];
    }
}
