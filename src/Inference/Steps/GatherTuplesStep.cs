using Fovea.Inference.Memory;
using Fovea.Kernels.Layout;

namespace Fovea.Inference.Steps;

/// <summary>Gathers the blocks of the data that tuples of indices name: <see cref="TupleIndexLoop"/>. Everything is plain.</summary>
internal sealed class GatherTuplesStep(View data, View indices, View output, int batchAxes) : Step
{
    private readonly TupleIndexLoop _loop = new(data, indices, batchAxes);

    public override string Kernel => $"gather {_loop.Tuples} blocks of {_loop.Block}";

    public override IReadOnlyList<View> Reads { get; } = [data, indices];

    public override IReadOnlyList<View> Writes { get; } = [output];

    public override double Cost => _loop.Tuples * (4.0 + (2.0 * _loop.Length) + (_loop.Block / 4.0));

    public override unsafe void Execute(in RunContext run, int part, int parts)
    {
        (long first, long last) = Partition.Of(_loop.Tuples, part, parts);
        int size = data.Type.SizeInBytes();
        long bytes = _loop.Block * size;
        long* chosen = run.Elements<long>(indices);
        byte* from = run.Address(data);
        byte* to = run.Address(output);
        for (long tuple = first; tuple < last; tuple++)
            ElementMove.Copy(from + (_loop.Offset(chosen, tuple) * size), to + (tuple * bytes), bytes);
    }
}
