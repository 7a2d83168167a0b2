using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Steps;

namespace Fovea.Inference.Operators.Support;

/// <summary>The copies that implement Pad: the interior and, for the modes other than constant, the borders of each axis.</summary>
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

    /// <summary>
    /// The modes reflect, edge and wrap: the interior first, then the borders axis by axis, copied from what is already written.
    /// </summary>
    public static void Emit(LoweringContext context, View x, View output, long[] begin, long[] end, string mode)
    {
        long[] first = [.. begin.Select(p => Math.Max(0, p))];
        long[] extents = [.. output.Shape];
        for (int axis = 0; axis < extents.Length; axis++)
        {
            extents[axis] -= first[axis] + Math.Max(0, end[axis]);
            if ((begin[axis] > 0 || end[axis] > 0) && extents[axis] <= 0)
                throw context.Node.Invalid($"mode {mode} has nothing to repeat along axis {axis}");
        }

        CopyInterior(context, x, output, begin, end);
        for (int axis = 0; axis < extents.Length; axis++)
        {
            long inner = extents[axis];
            long before = first[axis];
            long after = Math.Max(0, end[axis]);
            long period = mode == "reflect" ? Math.Max(1, 2 * (inner - 1)) : inner;
            for (long i = -before; i < inner + after; i++)
            {
                if (i >= 0 && i < inner)
                    continue;
                long source = mode == "edge" ? Math.Clamp(i, 0, inner - 1) : ((i % period) + period) % period;
                if (mode == "reflect" && source >= inner)
                    source = period - source;
                Line(context, output, axis, first, extents, before + source, before + i);
            }

            first[axis] = 0;
            extents[axis] = output.Shape[axis];
        }
    }

    private static void Line(LoweringContext context, View output, int axis, long[] first, long[] extents, long from, long to)
    {
        long offset = output.Offset;
        for (int other = 0; other < first.Length; other++)
            offset += other == axis ? 0 : first[other] * output.Strides[other];
        Shape shape = new Shape(extents).With(axis, 1);
        context.Emit(new CopyStep(
            new View(output.Buffer, offset + (from * output.Strides[axis]), shape, output.Strides),
            new View(output.Buffer, offset + (to * output.Strides[axis]), shape, output.Strides),
            "pad border"));
    }
}
