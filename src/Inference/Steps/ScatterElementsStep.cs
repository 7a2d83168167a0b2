using Fovea.Inference.Memory;
using Fovea.Kernels;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Steps;

/// <summary>
/// output[i, indices[i, j, k], k] = updates[i, j, k], for the axis in the middle, or combined with what is there. One thread, in the order
/// of the updates: of several for one element the last one stays.
/// </summary>
internal sealed class ScatterElementsStep(View output, View indices, View updates, int axis, BinaryKind? reduction) : Step
{
    private readonly AxisIndexLoop _loop = new(output, indices, axis);

    public override string Kernel => $"scatter elements {updates.Shape} along {axis}{(reduction is null ? "" : $" by {reduction}")}";

    public override IReadOnlyList<View> Reads { get; } = [output, indices, updates];

    public override IReadOnlyList<View> Writes { get; } = [output];

    public override double Cost => updates.Shape.ElementCount * (reduction is null ? 4.0 : 12.0);

    public override bool CanShare => false;

    public override unsafe void Execute(in RunContext run, int part, int parts)
    {
        int size = output.Type.SizeInBytes();
        long* chosen = run.Elements<long>(indices);
        byte* from = run.Address(updates);
        byte* to = run.Address(output);
        KernelFamily kernels = run.Kernels.Of(output.Type);
        for (long row = 0; row < _loop.Rows && !((row & 0xFFFF) == 0 && run.IsStopped); row++)
        {
            long offset = _loop.Offset(row);
            for (long column = 0; column < _loop.Columns; column++, from += size)
            {
                long at = offset + (column * _loop.ColumnStride) + (ElementMove.Position(*chosen++, _loop.Extent) * _loop.AxisStride);
                ScatterBlock.Write(kernels, reduction, from, to + (at * size), 1, size);
            }
        }
    }
}
