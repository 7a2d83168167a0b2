using Fovea.Inference.Memory;
using Fovea.Kernels.Layout;

namespace Fovea.Inference.Steps;

/// <summary>A copy of elements that tables choose along some axes: padding by repetition, resizing to the nearest element.</summary>
internal sealed class MappedCopyStep : Step
{
    private readonly MappedCopy _copy;
    private readonly PlanBuffer?[] _tables;
    private readonly long _outer;
    private readonly string _what;
    private readonly View _source;
    private readonly View _target;
    private readonly View? _filler;

    /// <param name="source">The source.</param>
    /// <param name="target">The result, of the same rank and type.</param>
    /// <param name="tables">For each axis the offsets of its elements in the source; null where they are the source's.</param>
    /// <param name="filler">One element for the positions that tables leave out; null if there are none.</param>
    /// <param name="what">What the copy is for.</param>
    public MappedCopyStep(View source, View target, PlanBuffer?[] tables, View? filler, string what)
    {
        (_source, _target) = (source, target);
        (_filler, _what) = (filler, what);
        var loops = new List<(MappedLoop Loop, PlanBuffer? Table)>();
        // Outermost first, as the result lies in memory; axes without a table are merged where both views allow it.
        foreach (int axis in Enumerable.Range(0, target.Shape.Rank).OrderByDescending(a => target.Strides[a]))
        {
            var loop = new MappedLoop(target.Shape[axis], target.Strides[axis], source.Strides[axis], 0);
            if (loop.Count == 1 && tables[axis] is null)
                continue;
            if (tables[axis] is null && loops is [.., (var outer, null)]
                && outer.Target == loop.Target * loop.Count && outer.Source == loop.Source * loop.Count)
                loops[^1] = (loop with { Count = outer.Count * loop.Count }, null);
            else
                loops.Add((loop, tables[axis]));
        }

        if (loops.Count == 0)
            loops.Add((new MappedLoop(1, 1, 1, 0), null));
        long block = 1;
        for (int i = loops.Count - 1; i >= 0; i--)
        {
            MappedLoop loop = loops[i].Loop;
            loops[i] = (loop with { Block = block }, loops[i].Table);
            block = block > 0 && loop.Target == block ? block * loop.Count : 0;
        }

        _copy = new MappedCopy([.. loops.Select(l => l.Loop)], target.Type.SizeInBytes());
        _tables = [.. loops.Select(l => l.Table)];
        _outer = loops[0].Loop.Count;
        Reads = filler is null ? [source] : [source, filler];
        Writes = [target];
        PackedReads = [.. _tables.OfType<PlanBuffer>()];
    }

    public override string Kernel => $"copy {_what}";

    public override IReadOnlyList<View> Reads { get; }

    public override IReadOnlyList<View> Writes { get; }

    public override IReadOnlyList<PlanBuffer> PackedReads { get; }

    public override double Cost => _target.Shape.ElementCount / 2.0;

    public override unsafe void Execute(in RunContext run, int part, int parts)
    {
        if (_target.Shape.ElementCount == 0)
            return;
        (long first, long last) = Partition.Of(_outer, part, parts);
        long** tables = stackalloc long*[_tables.Length];
        for (int i = 0; i < _tables.Length; i++)
            tables[i] = _tables[i] is { } table ? run.Elements<long>(table) : null;
        void* filler = _filler is null ? null : run.Address(_filler);
        _copy.Run(run.Address(_source), run.Address(_target), filler, tables, first, last);
    }
}
