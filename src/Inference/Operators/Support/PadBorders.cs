using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Steps;
using Fovea.Kernels.Layout;

namespace Fovea.Inference.Operators.Support;

/// <summary>The copies that implement Pad: the interior for the mode constant, everything for the others.</summary>
internal static class PadBorders
{
    /// <summary>Copies the input, cropped by negative pads, to its position in the output.</summary>
    public static void CopyInterior(LoweringContext context, View x, View output, long[] begin, long[] end)
    {
        long from = x.Offset;
        long to = output.Offset;
        long[] extents = new long[x.Shape.Rank];
        for (int axis = 0; axis < extents.Length; axis++)
        {
            long cropped = Math.Max(0, -begin[axis]);
            extents[axis] = Math.Max(0, x.Shape[axis] - cropped - Math.Max(0, -end[axis]));
            from += cropped * x.Strides[axis];
            to += Math.Max(0, begin[axis]) * output.Strides[axis];
        }

        var shape = new Shape(extents);
        if (shape.ElementCount > 0)
            context.Emit(
                new CopyStep(
                    new View(x.Buffer, from, shape, x.Strides), new View(output.Buffer, to, shape, output.Strides), "pad interior"));
    }

    /// <summary>The modes reflect, edge and wrap: every element is one of the interior, which negative pads crop first.</summary>
    public static void Emit(LoweringContext context, View x, View output, long[] begin, long[] end, PaddingMode mode)
    {
        var maps = new AxisMap?[x.Shape.Rank];
        for (int axis = 0; axis < maps.Length; axis++)
        {
            if (begin[axis] == 0 && end[axis] == 0)
                continue;
            long first = Math.Max(0, -begin[axis]);
            long kept = x.Shape[axis] - first - Math.Max(0, -end[axis]);
            if (kept <= 0 && output.Shape[axis] > 0)
                throw context.Node.Invalid($"its mode has nothing to repeat along axis {axis}");
            maps[axis] = new PaddingMap(mode, first, kept, Math.Max(0, begin[axis]), output.Shape[axis]);
        }

        MappedAxes.Emit(context, x, output, maps, null, $"pad {mode}");
    }
}
