using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Steps;
using Fovea.Inference.Weights;
using Fovea.Kernels.Layout;

namespace Fovea.Inference.Operators.Support;

/// <summary>Results whose elements are chosen along each axis: padding, cropping, the nearest element.</summary>
internal static class MappedAxes
{
    /// <summary>Copies the chosen elements.</summary>
    /// <param name="context">The context.</param>
    /// <param name="x">The source.</param>
    /// <param name="output">The result.</param>
    /// <param name="maps">For each axis which elements; null for all of them.</param>
    /// <param name="filler">One element for the positions that the source does not have; null if there are none.</param>
    /// <param name="what">What the copy is for.</param>
    public static void Emit(LoweringContext context, View x, View output, AxisMap?[] maps, View? filler, string what)
    {
        if (output.Shape.ElementCount == 0)
            return;
        PlanBuffer?[] tables =
            [.. maps.Select((map, axis) => map is null ? null : context.Constants.Packed(null, new AxisMapPacking(map, x.Strides[axis])))];
        context.Emit(new MappedCopyStep(x, output, tables, filler, what));
    }
}
