using Fovea.Inference.Gradients;
using Fovea.Inference.Graphs;
using Fovea.Inference.Tensors;

namespace Fovea.Inference.Operators.Support;

/// <summary>
/// A transposed convolution with a stride of s along both axes, as s by s convolutions with a stride of 1, whose results are interleaved:
/// every s-th pixel of the result is reached by the same taps, which are those of one phase (Shi et al.: Is the deconvolution layer the
/// same as a convolutional layer?, 2016). No tap is multiplied with a zero in between.
/// </summary>
/// <remarks>
/// Along an axis with padding P before it, pixel i of the input gets from pixel y of the result by tap k where i + P = s y + k. With
/// i = s j + f for phase f, let r be (f + P) mod s and q = (f + P) div s: then y = j + q - t and k = r + s t, with t from 0 to T - 1.
/// </remarks>
internal static class SubPixelConvolution
{
    // As many channels of all phases together fit into a few vectors: one convolution with some taps of zero is faster than s by s of them.
    private const long FewChannels = 64;

    /// <summary>Adds the gradient of a convolution's input; null where its form is another.</summary>
    /// <param name="context">The context; the gradient that comes back has the shape of output 0.</param>
    /// <param name="gradient">The gradient of the convolution's result.</param>
    /// <param name="weights">The weights [M, C / groups, kernel...].</param>
    /// <param name="window">The window over the input.</param>
    /// <param name="groups">The number of groups.</param>
    public static Value? TryAdd(GradientContext context, Value gradient, Value weights, SlidingWindow window, long groups)
    {
        if (window.Axes != 2 || window.Stride[0] != window.Stride[1] || window.Dilation.Any(dilation => dilation != 1)
            || weights.Constant is not { ElementType: ElementType.Float32 } constant)
            return null;
        Shape x = context.InputShape(0), y = context.OutputShape();
        int stride = window.Stride[0];
        Axis[] axes = [new(window, 0, x[2], y[2]), new(window, 1, x[3], y[3])];
        bool isNarrow = groups == 1 && stride * stride * x[1] <= FewChannels;
        Value? result = (isNarrow ? AsOne(context, gradient, constant.ReadAll(), axes) : null)
            ?? ByPhases(context, gradient, constant, axes, groups);
        if (result is null)
            return null;
        Value all = context.Apply(o => o.DepthToSpace, [result], ("blocksize", (long)stride));
        return axes.All(axis => axis.Extent == axis.Pixels * stride)
            ? all
            : context.Apply(
                o => o.Slice, [all, context.Integers(0, 0), context.Integers(axes[0].Extent, axes[1].Extent), context.Integers(2, 3)]);
    }

    // Each phase with its own taps; one that no tap reaches is zero.
    private static Value? ByPhases(GradientContext context, Value gradient, ConstantData constant, Axis[] axes, long groups)
    {
        if (axes.Any(axis => axis.Phases.Any(phase => phase.Taps > 0 && (phase.Before < 0 || axis.Behind(phase) < 0))))
            return null;
        Tensor weights = constant.ReadAll();
        Shape x = context.InputShape(0);
        var phases = new List<Value>();
        foreach (Phase row in axes[0].Phases)
        {
            foreach (Phase column in axes[1].Phases)
            {
                phases.Add(row.Taps == 0 || column.Taps == 0
                    ? context.Zeros(new Shape(x[0], x[1], axes[0].Pixels, axes[1].Pixels))
                    : context.Apply(
                        o => o.Conv,
                        [gradient, context.Constant(new MemoryConstant(ConvolutionTaps.Exchange(
                            weights, groups, [row.Own(axes[0].Stride), column.Own(axes[1].Stride)])))],
                        ("pads", (long[])[row.Before, column.Before, axes[0].Behind(row), axes[1].Behind(column)]), ("group", groups)));
            }
        }

        return context.Apply(o => o.Concat, [.. phases], ("axis", 1L));
    }

    // All phases in one convolution, whose window has room for the taps of each.
    private static Value? AsOne(GradientContext context, Value gradient, Tensor weights, Axis[] axes)
    {
        if (axes.Any(axis => axis.Behind(axis.Common) < 0))
            return null;
        Tensor[] phases =
        [
            .. from row in axes[0].Phases
               from column in axes[1].Phases
               select ConvolutionTaps.Exchange(
                   weights, 1, [row.Within(axes[0].Common, axes[0].Stride), column.Within(axes[1].Common, axes[1].Stride)]),
        ];
        var all = new Tensor(ElementType.Float32, new Shape([phases.Sum(phase => phase.Shape[0]), .. phases[0].Shape.Skip(1)]));
        int length = (int)phases[0].Shape.ElementCount;
        for (int i = 0; i < phases.Length; i++)
            phases[i].Span<float>().CopyTo(all.Span<float>().Slice(i * length, length));
        (Axis rows, Axis columns) = (axes[0], axes[1]);
        return context.Apply(
            o => o.Conv, [gradient, context.Constant(new MemoryConstant(all))],
            ("pads", (long[])[rows.Common.Before, columns.Common.Before, rows.Behind(rows.Common), columns.Behind(columns.Common)]));
    }

    /// <summary>One axis.</summary>
    private sealed class Axis
    {
        private readonly (long Extent, long Results) _extents;

        public Axis(SlidingWindow window, int axis, long extent, long results)
        {
            (Stride, _extents) = (window.Stride[axis], (extent, results));
            Phases =
            [
                .. Enumerable.Range(0, Stride).Select(f =>
                {
                    (int q, int r) = Math.DivRem(f + window.PadBegin[axis], Stride);
                    return new Phase(r, q, r < window.Kernel[axis] ? ((window.Kernel[axis] - 1 - r) / Stride) + 1 : 0);
                }),
            ];
            int before = Phases.Max(phase => Math.Max(0, phase.Before)), last = Phases.Max(phase => phase.Last);
            Common = new Phase(0, last, before + last + 1);
        }

        public int Stride { get; }

        public IReadOnlyList<Phase> Phases { get; }

        /// <summary>The window with room for the taps of all phases.</summary>
        public Phase Common { get; }

        /// <summary>Pixels of the input.</summary>
        public long Extent => _extents.Extent;

        /// <summary>Pixels of each phase.</summary>
        public long Pixels => (Extent + Stride - 1) / Stride;

        /// <summary>The padding behind the results, so that a phase has its pixels; negative where fewer results are needed.</summary>
        public long Behind(Phase phase) => Pixels - _extents.Results - phase.Before + phase.Taps - 1;
    }

    /// <summary>The taps that reach the pixels of one phase, in the order of the results that they read: the last one first.</summary>
    /// <param name="First">The first tap, r.</param>
    /// <param name="Last">How far behind the pixel the last result lies, q.</param>
    /// <param name="Taps">The number of taps, T.</param>
    private readonly record struct Phase(int First, int Last, int Taps)
    {
        /// <summary>The padding before the results; negative where the first ones are not read.</summary>
        public int Before => Taps - 1 - Last;

        /// <summary>The taps of the weights.</summary>
        public int[] Own(int stride)
        {
            (int first, int taps) = (First, Taps);
            return [.. Enumerable.Range(0, taps).Select(i => first + (stride * (taps - 1 - i)))];
        }

        /// <summary>The taps of the weights in a larger window; -1 where it has none of this phase.</summary>
        public int[] Within(Phase window, int stride)
        {
            (int first, int last, int taps) = this;
            return
            [
                .. Enumerable.Range(0, window.Taps).Select(i => window.Before + last - i)
                    .Select(t => t >= 0 && t < taps ? first + (stride * t) : -1),
            ];
        }
    }
}
