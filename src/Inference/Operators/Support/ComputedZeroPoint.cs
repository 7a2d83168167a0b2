using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Steps;

namespace Fovea.Inference.Operators.Support;

/// <summary>What a product of bytes needs of the zero point of its input where only a run knows it.</summary>
internal static class ComputedZeroPoint
{
    /// <summary>Emits the step that computes what sums begin with, and what taps outside the image read.</summary>
    /// <param name="context">The node.</param>
    /// <param name="zero">The zero point: a scalar, UInt8 or Int8.</param>
    /// <param name="sums">Int32: the sum of each column's weights, from which their own zero point is taken; a constant.</param>
    /// <param name="shift">What the kernel adds to each byte of the input.</param>
    /// <param name="bytes">The bytes that taps outside the image may read.</param>
    public static unsafe (PlanBuffer Bias, PlanBuffer Padding) Emit(
        LoweringContext context, View zero, PlanBuffer sums, int shift, int bytes)
    {
        View columns = Row(sums);
        View bias = LoweringContext.NewPlain(columns.Shape, ElementType.Int32);
        View padding = LoweringContext.NewPlain(new Shape(bytes), ElementType.UInt8);
        bool signed = zero.Type == ElementType.Int8;
        context.Emit(
            new RowsStep(
                "zero point of a product", [zero, columns], [bias, padding], 1, (columns.Shape[0] / 8) + (bytes / 32),
                (in RunContext run, long first, long last) =>
                {
                    byte value = *run.Address(zero);
                    int factor = -((signed ? (sbyte)value : value) + shift);
                    int count = (int)columns.Shape[0];
                    var from = new ReadOnlySpan<int>(run.Elements<int>(columns), count);
                    var to = new Span<int>(run.Elements<int>(bias), count);
                    for (int i = 0; i < from.Length; i++)
                        to[i] = unchecked(factor * from[i]);
                    new Span<byte>(run.Address(padding), bytes).Fill(value);
                }));
        return (bias.Buffer, padding.Buffer);
    }

    private static View Row(PlanBuffer buffer) => new(buffer, 0, new Shape(buffer.Elements), [1]);
}
