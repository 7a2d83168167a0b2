using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Steps;
using Fovea.Inference.Tensors;
using Fovea.Inference.Weights;

namespace Fovea.Inference.Operators.Support;

/// <summary>
/// How sums of products of bytes become real numbers: each is rounded to a float, multiplied by a scale, and a bias is added; every step
/// rounds, as separate nodes do.
/// </summary>
/// <param name="Scale">Float32: one element, or one per column; constant or computed.</param>
/// <param name="Bias">Float32, one per column; null for none.</param>
internal sealed record RealSums(Value Scale, ConstantData? Bias)
{
    /// <summary>The scales as one padded row per group. What is behind the columns is not written, and not used.</summary>
    public PlanBuffer Factors(LoweringContext context, int groups, int columns, int padded)
    {
        View scale = context.AsPlain(context.ViewOf(Scale));
        var shape = new Shape(groups, columns);
        View rows = scale.Shape.ElementCount == 1
            ? scale.TryReshape(Shape.Scalar)!.Expand(shape)
            : scale.TryReshape(shape)!;
        var target = new PlanBuffer(ElementType.Float32, (long)groups * padded);
        context.Emit(new CopyStep(rows, new View(target, 0, shape, [padded, 1]), "scales of columns"));
        return target;
    }

    /// <summary>The bias likewise. Without one it is -0: what is added to any number and changes none, not even -0.</summary>
    public PlanBuffer Offsets(LoweringContext context, int groups, int columns, int padded) =>
        context.Constants.Packed(Bias ?? Nothing(groups * columns), new RowPacking(groups, columns, padded));

    private static MemoryConstant Nothing(int columns)
    {
        var row = new float[columns];
        Array.Fill(row, -0f);
        return MemoryConstant.From<float>(new Shape(columns), row);
    }
}
