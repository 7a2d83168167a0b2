
namespace Fovea.Inference.Tests.Reference;

/// <summary>
/// The geometry of a sliding window over any number of spatial axes, with ONNX's formulas for auto_pad and ceil_mode
/// (Operators.md, Conv and AveragePool).
/// </summary>
internal sealed record SlidingWindow
{
    public SlidingWindow(params long[] kernel)
    {
        Kernel = kernel;
        Strides = Ones(kernel.Length);
        Dilations = Ones(kernel.Length);
        Pads = new long[2 * kernel.Length];
    }

    public long[] Kernel { get; init; }

    public long[] Strides { get; init; }

    public long[] Dilations { get; init; }

    /// <summary>The begins of all axes, then the ends.</summary>
    public long[] Pads { get; init; }

    public string AutoPad { get; init; } = "NOTSET";

    public bool CeilMode { get; init; }

    public int Axes => Kernel.Length;

    /// <summary>The same window with auto_pad turned into pads for this input.</summary>
    public SlidingWindow Resolve(ReadOnlySpan<long> input)
    {
        if (AutoPad == "NOTSET")
            return this;
        var pads = new long[2 * Axes];
        for (int axis = 0; axis < Axes && AutoPad != "VALID"; axis++)
        {
            long output = (input[axis] + Strides[axis] - 1) / Strides[axis];
            long total = Math.Max(0, (output - 1) * Strides[axis] + Extent(axis) - input[axis]);
            pads[axis] = AutoPad == "SAME_LOWER" ? total - total / 2 : total / 2;
            pads[axis + Axes] = total - pads[axis];
        }

        return this with { Pads = pads, AutoPad = "NOTSET" };
    }

    /// <summary>The number of window positions along one axis; pads are resolved.</summary>
    public long Positions(int axis, long input)
    {
        long room = input + Pads[axis] + Pads[axis + Axes] - Extent(axis);
        long steps = CeilMode ? (room + Strides[axis] - 1) / Strides[axis] : room / Strides[axis];
        if (CeilMode && steps * Strides[axis] >= input + Pads[axis])
            steps--;
        return steps + 1;
    }

    /// <summary>The input coordinate of a tap along one axis; outside the input if the tap is on padding.</summary>
    public long Source(int axis, long position, long tap) => position * Strides[axis] - Pads[axis] + tap * Dilations[axis];

    /// <summary>All index tuples below the given extents, last axis fastest.</summary>
    public static IEnumerable<long[]> Indices(long[] extents)
    {
        var index = new long[extents.Length];
        for (long remaining = extents.Aggregate(1L, (a, b) => a * b); remaining > 0; remaining--)
        {
            yield return index;
            for (int axis = extents.Length - 1; axis >= 0 && ++index[axis] == extents[axis]; axis--)
                index[axis] = 0;
        }
    }

    private long Extent(int axis) => (Kernel[axis] - 1) * Dilations[axis] + 1;

    private static long[] Ones(int count) => [.. Enumerable.Repeat(1L, count)];
}
