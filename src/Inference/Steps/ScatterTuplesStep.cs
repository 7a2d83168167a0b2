using Fovea.Inference.Memory;
using Fovea.Kernels;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Steps;

/// <summary>
/// Writes updates to the blocks that tuples of indices name (<see cref="TupleIndexLoop"/>), or combines them with what is there. One
/// thread, in the order of the updates.
/// </summary>
internal sealed class ScatterTuplesStep(View output, View indices, View updates, BinaryKind? reduction) : Step
{
    private readonly TupleIndexLoop _loop = new(output, indices, batchAxes: 0);

    public override string Kernel => $"scatter {_loop.Tuples} blocks of {_loop.Block}{(reduction is null ? "" : $" by {reduction}")}";

    public override IReadOnlyList<View> Reads { get; } = [output, indices, updates];

    public override IReadOnlyList<View> Writes { get; } = [output];

    public override double Cost => _loop.Tuples * (8.0 + (2.0 * _loop.Length) + (_loop.Block / 4.0));

    public override bool CanShare => false;

    public override unsafe void Execute(in RunContext run, int part, int parts)
    {
        int size = output.Type.SizeInBytes();
        long* chosen = run.Elements<long>(indices);
        byte* from = run.Address(updates);
        byte* to = run.Address(output);
        KernelFamily kernels = run.Kernels.Of(output.Type);
        for (long tuple = 0; tuple < _loop.Tuples && !((tuple & 0xFFFF) == 0 && run.IsStopped); tuple++)
        {
            byte* target = to + (_loop.Offset(chosen, tuple) * size);
            ScatterBlock.Write(kernels, reduction, from + (tuple * _loop.Block * size), target, _loop.Block, size);
        }
    }
}
