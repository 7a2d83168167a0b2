using Fovea.Inference.Memory;
using Fovea.Kernels.Layout;

namespace Fovea.Inference.Steps;

/// <summary>
/// output[i, j, k] = data[i, indices[i, j, k], k], for the axis in the middle: one element for each index. Everything is plain.
/// </summary>
internal sealed class GatherElementsStep(View data, View indices, View output, int axis) : Step
{
    private readonly AxisIndexLoop _loop = new(data, indices, axis);

    public override string Kernel => $"gather elements {output.Shape} along {axis}";

    public override IReadOnlyList<View> Reads { get; } = [data, indices];

    public override IReadOnlyList<View> Writes { get; } = [output];

    public override double Cost => output.Shape.ElementCount * 4.0;

    public override unsafe void Execute(in RunContext run, int part, int parts)
    {
        (long first, long last) = Partition.Of(_loop.Rows, part, parts);
        int size = data.Type.SizeInBytes();
        long* chosen = run.Elements<long>(indices) + (first * _loop.Columns);
        byte* from = run.Address(data);
        byte* to = run.Address(output) + (first * _loop.Columns * size);
        for (long row = first; row < last; row++)
        {
            long offset = _loop.Offset(row);
            for (long column = 0; column < _loop.Columns; column++, to += size)
            {
                long at = offset + (column * _loop.ColumnStride) + (ElementMove.Position(*chosen++, _loop.Extent) * _loop.AxisStride);
                ElementMove.Copy(from + (at * size), to, size);
            }
        }
    }
}
