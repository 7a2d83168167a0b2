using System.Runtime.InteropServices;

namespace Fovea.Inference.Memory;

/// <summary>
/// Buffers that have their offsets, found by lifetime: a tree over the steps, in which each buffer is noted at the few nodes that its
/// lifetime consists of. In a chain of steps, where few buffers are alive at a time, finding those takes no time for the others.
/// </summary>
internal sealed class PlacedBuffers
{
    private readonly int _origin;
    private readonly int _steps;
    private readonly List<PlanBuffer>?[] _alive;
    private readonly List<PlanBuffer>?[] _starting;
    private readonly List<(PlanBuffer Buffer, int First, int Last)> _byOffset = [];
    private readonly List<PlanBuffer> _found = [];

    /// <param name="buffers">All buffers that will be placed, for the range of their lifetimes.</param>
    public PlacedBuffers(IReadOnlyList<PlanBuffer> buffers)
    {
        _origin = buffers.Count == 0 ? 0 : buffers.Min(buffer => buffer.FirstStep);
        _steps = buffers.Count == 0 ? 1 : buffers.Max(buffer => buffer.LastStep) - _origin + 1;
        _alive = new List<PlanBuffer>?[2 * _steps];
        _starting = new List<PlanBuffer>?[_steps];
    }

    /// <summary>Adds a buffer at its offset.</summary>
    public void Add(PlanBuffer buffer)
    {
        _byOffset.Insert(Count(buffer.Offset), (buffer, buffer.FirstStep, buffer.LastStep));
        (_starting[buffer.FirstStep - _origin] ??= []).Add(buffer);
        // The leaves of the tree are the steps; a node stands for the steps below it.
        int left = buffer.FirstStep - _origin + _steps;
        int right = buffer.LastStep - _origin + _steps + 1;
        for (; left < right; left >>= 1, right >>= 1)
        {
            if ((left & 1) != 0)
                (_alive[left++] ??= []).Add(buffer);
            if ((right & 1) != 0)
                (_alive[--right] ??= []).Add(buffer);
        }
    }

    /// <summary>The buffers that are alive at a step at which this one is, by offset. Valid until the next call.</summary>
    public IReadOnlyList<PlanBuffer> AliveWith(PlanBuffer buffer)
    {
        _found.Clear();
        // Where the lifetime is long, or many are alive, looking at all of them in order costs less than sorting.
        if (buffer.LastStep - buffer.FirstStep >= _byOffset.Count || !Find(buffer, (int)(_byOffset.Count / Math.Log2(_steps + 2))))
        {
            _found.Clear();
            foreach ((PlanBuffer other, int first, int last) in CollectionsMarshal.AsSpan(_byOffset))
            {
                if (buffer.FirstStep <= last && first <= buffer.LastStep)
                    _found.Add(other);
            }

            return _found;
        }

        CollectionsMarshal.AsSpan(_found).Sort(static (a, b) => a.Offset.CompareTo(b.Offset));
        return _found;
    }

    // Those that are alive at the buffer's first step, and those that begin later; false if there are more than this.
    private bool Find(PlanBuffer buffer, int most)
    {
        for (int node = buffer.FirstStep - _origin + _steps; node > 0 && _found.Count <= most; node >>= 1)
            Find(_alive[node]);
        for (int step = buffer.FirstStep + 1; step <= buffer.LastStep && _found.Count <= most; step++)
            Find(_starting[step - _origin]);
        return _found.Count <= most;
    }

    private void Find(List<PlanBuffer>? buffers)
    {
        if (buffers is not null)
            _found.AddRange(buffers);
    }

    // How many of the buffers lie at this offset or before it.
    private int Count(long offset)
    {
        int low = 0;
        for (int high = _byOffset.Count; low < high;)
        {
            int middle = (low + high) / 2;
            if (_byOffset[middle].Buffer.Offset > offset)
                high = middle;
            else
                low = middle + 1;
        }

        return low;
    }
}
