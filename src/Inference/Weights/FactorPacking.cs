using Fovea.Inference.Tensors;

namespace Fovea.Inference.Weights;

/// <summary>
/// Packs what sums are multiplied by, one row per group padded with zeros: the scale of the input times that of each column's weights,
/// divided by the scale of the output.
/// </summary>
/// <param name="Groups">Groups of columns; one row each.</param>
/// <param name="Columns">Columns per group.</param>
/// <param name="PackedColumns">Elements of a packed row.</param>
/// <param name="Scales">The scales of the weights, Float32: one, or one per column of all groups.</param>
/// <param name="InputScale">The bits of the input's scale, as equality compares them.</param>
/// <param name="OutputScale">The bits of the output's scale.</param>
internal sealed record FactorPacking(
    int Groups, int Columns, int PackedColumns, ConstantData Scales, int InputScale, int OutputScale) : Packing
{
    public override ElementType ElementType => ElementType.Float32;

    public override long Elements => (long)Groups * PackedColumns;

    public override unsafe void Pack(in PackingSource source, int part, void* target)
    {
        float input = BitConverter.Int32BitsToSingle(InputScale), output = BitConverter.Int32BitsToSingle(OutputScale);
        Span<byte> element = stackalloc byte[sizeof(float)];
        for (int group = 0; group < Groups; group++)
        {
            var row = new Span<float>((float*)target + ((long)group * PackedColumns), PackedColumns);
            row.Clear();
            for (int column = 0; column < Columns; column++)
            {
                Scales.Read(Scales.Shape.ElementCount == 1 ? 0 : (((long)group * Columns) + column) * sizeof(float), element);
                row[column] = input * BitConverter.ToSingle(element) / output;
            }
        }
    }
}
