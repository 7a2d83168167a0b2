using Fovea.Inference.Gradients;
using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Steps;
using Fovea.Inference.Tensors;
using Fovea.Inference.Weights;
using Fovea.Kernels.Resampling;

namespace Fovea.Inference.Operators.Support;

/// <summary>The lowering of Resize and Upsample: the nearest element in one copy, filters axis by axis.</summary>
internal static class Resampling
{
    private const int MostTapsOnStack = 64;

    // Less than this of a value is lost when it is added to others in single precision.
    private const double LeastWeight = 1e-12;

    /// <summary>Emits the steps.</summary>
    /// <param name="context">The context.</param>
    /// <param name="axes">Each axis of the tensor; null where it stays as it is.</param>
    /// <param name="outside">The value of positions outside the original.</param>
    public static void Lower(LoweringContext context, ResampleAxis?[] axes, float outside)
    {
        View x = context.Input(0);
        if (Array.TrueForAll(axes, axis => axis is null))
        {
            context.Alias(x);
            return;
        }

        if (context.OutputShape().ElementCount == 0)
        {
            context.PlainOutput();
            return;
        }

        bool spatial = x.Shape.Rank is >= 3 and <= 5 && axes[0] is null && axes[1] is null && x.Shape[1] > 1;
        x = spatial ? context.ChannelsLast(0) : context.AsPlain(x);
        if (axes.Any(axis => axis is { Filter: ResampleFilter.Nearest }))
        {
            View nearest = spatial ? context.ChannelsLastOutput() : context.PlainOutput();
            View filler = context.Filled(ElementBytes.Of(x.Type, outside), x.Type);
            MappedAxes.Emit(context, x, nearest, axes, filler, "the nearest elements");
            return;
        }

        ElementType type = x.Type;
        if (type == ElementType.Bool)
            throw context.Node.Unsupported("interpolates Bool; supported is the mode nearest for it");
        if (type is not (ElementType.Float32 or ElementType.Float64))
            x = Converted.Emit(context, x, type.IsFloat() ? ElementType.Float32 : ElementType.Float64);
        Filter(context, axes, x, type, spatial, outside);
    }

    // The axes that shrink most come first, so that what follows is less; axes that grow alike from the outside in, for longer rows.
    private static void Filter(
        LoweringContext context, ResampleAxis?[] axes, View x, ElementType type, bool spatial, float outside)
    {
        int[] order =
            [.. Enumerable.Range(0, axes.Length).Where(a => axes[a] is not null).OrderBy(a => (double)axes[a]!.Output / axes[a]!.Input)];
        foreach (int axis in order)
        {
            ResampleAxis resampled = axes[axis]!;
            Extents.ToKernelInt((long)resampled.MostTaps, "elements per position");
            Extents.Check([.. x.Shape.Select((extent, a) => a == axis ? Extents.Multiply(resampled.Output, resampled.Taps) : extent)]);
            Shape shape = x.Shape.With(axis, resampled.Output);
            bool last = axis == order[^1] && x.Type == type;
            View y = last ? spatial ? context.ChannelsLastOutput() : context.PlainOutput()
                : spatial ? LoweringContext.NewChannelsLast(shape, x.Type) : LoweringContext.NewPlain(shape, x.Type);
            context.Emit(new ResampleStep(
                x, y, axis, context.Constants.Packed(null, new ResampleElementsPacking(resampled)),
                context.Constants.Packed(null, new ResampleWeightsPacking(resampled, x.Type)), resampled.Taps, outside));
            x = y;
        }

        if (x.Type != type)
            context.SetOutput(Converted.Emit(context, x, type));
    }

    /// <summary>The window of a node: which part of the input an output element depends on.</summary>
    public static WindowRule Window(ResampleAxis?[] axes)
    {
        if (axes.Length < 3 || axes[0] is not null || axes[1] is not null)
            return WindowRule.None;
        if (Array.TrueForAll(axes, axis => axis is null))
            return WindowRule.Pointwise;
        ResampleAxis?[] spatial = axes[2..];
        return new WindowRule(WindowKind.Resampled)
        {
            Kernel = [.. spatial.Select(axis => axis is null or { Filter: ResampleFilter.Nearest } ? 1 : axis.Taps)],
            Step = [.. spatial.Select(axis => axis is null ? 1 : (double)axis.Input / Math.Max(1, axis.Output))],
            Offset = [.. spatial.Select(First)],
        };
    }

    /// <summary>How a cell is computed: a copy of the nearest element, or weighted neighbours. Null for windows along other axes.</summary>
    public static CellExplanation? Explain(CellContext context, ResampleAxis?[] axes)
    {
        if (!axes.Any(axis => axis is not null and not { Filter: ResampleFilter.Nearest }))
            return context.Copy();
        if (axes.Length != 4 || axes[0] is not null || axes[1] is not null
            || Weights(axes[2], context.Index[2]) is not { } rows || Weights(axes[3], context.Index[3]) is not { } columns)
            return null;
        CellOperand x = context.Operand(0);
        long[] first = [context.Index[0], context.Index[1], rows.First, columns.First];
        double[][] weights = [.. rows.Weights.Select(row => columns.Weights.Select(column => row * column).ToArray())];
        double[][] values =
        [
            .. rows.Weights.Select((_, row) => columns.Weights.Select(
                (_, column) => x.At([first[0], first[1], first[2] + row, first[3] + column])).ToArray()),
        ];
        double sum = values.Zip(weights, (a, b) => a.Zip(b, (v, w) => v * w).Sum()).Sum();
        return context.Sum("The neighbours of the position, each times its weight.", [sum], _ => context.Placed(0, first) with
        {
            Values = [.. values.Select(row => (IReadOnlyList<double?>)[.. row.Select(value => (double?)value)])],
            Weights = weights,
            Sum = sum,
        });
    }

    private static (double[] Weights, long First)? Weights(ResampleAxis? axis, long cell)
    {
        if (axis is null)
            return ([1], cell);
        if (axis.MostTaps > MostTapsOnStack)
            return null;
        double[] weights = new double[axis.Taps];
        int count = axis.Weigh(cell, weights, out long first);
        return count == 0 ? null : (weights[..count], first);
    }

    /// <summary>The gradient: along each axis the product with the matrix of weights, the other way round.</summary>
    public static void Differentiate(GradientContext context, ResampleAxis?[] axes)
    {
        Value gradient = context.Gradient();
        int rank = axes.Length;
        for (int i = 0; i < rank; i++)
        {
            if (axes[i] is not { } axis)
                continue;
            if (i < rank - 2)
                throw context.NoRule("along axes other than the last two");
            gradient = i == rank - 1
                ? context.Apply(o => o.MatMul, [gradient, context.Constant(Matrix(axis, transposed: false))])
                : context.Apply(o => o.MatMul, [context.Constant(Matrix(axis, transposed: true)), gradient]);
        }

        context.Set(0, gradient);
    }

    // [output, input], or transposed.
    private static MemoryConstant Matrix(ResampleAxis axis, bool transposed)
    {
        var shape = transposed ? new Shape(axis.Input, axis.Output) : new Shape(axis.Output, axis.Input);
        Extents.Check(shape);
        var matrix = new Tensor(ElementType.Float32, shape);
        Span<float> numbers = matrix.Span<float>();
        double[] weights = new double[Math.Max(1, axis.Taps)];
        for (long output = 0; output < axis.Output; output++)
        {
            if (axis.Filter == ResampleFilter.Nearest)
            {
                if (axis.At(output) is >= 0 and var nearest)
                    numbers[Place(output, nearest)] = 1;
                continue;
            }

            int count = axis.Weigh(output, weights, out long first);
            for (int tap = 0; tap < count; tap++)
                numbers[Place(output, first + tap)] += (float)weights[tap];
        }

        return new MemoryConstant(matrix);

        int Place(long output, long input) =>
            checked((int)(transposed ? (input * axis.Output) + output : (output * axis.Input) + input));
    }

    /// <summary>What a cell reads along each axis.</summary>
    /// <param name="axes">Each axis of the tensor; null where it stays as it is.</param>
    public static AxisRead[] Reads(ResampleAxis?[] axes) =>
        [.. axes.Select((axis, i) => axis is null ? AxisRead.Same(i) : AxisRead.Of(i, (cell, positions) => Read(axis, cell, positions)))];

    // Beyond the borders, the windows go on at the distance of the scale.
    private static void Read(ResampleAxis axis, long cell, List<long> positions)
    {
        long inside = Math.Clamp(cell, 0, axis.Output - 1);
        long shift = (long)Math.Floor((cell - inside) / axis.Scale);
        if (axis.Filter == ResampleFilter.Nearest)
        {
            if (axis.At(inside) is >= 0 and var nearest)
                positions.Add(nearest + shift);
            return;
        }

        Span<double> weights = stackalloc double[Math.Min(axis.Taps, MostTapsOnStack)];
        if (axis.Taps > MostTapsOnStack)
            weights = new double[axis.Taps];
        int count = axis.Weigh(inside, weights, out long first);
        for (int tap = 0; tap < count; tap++)
        {
            // A position between two elements that is one of them, but for rounding, reads that one alone.
            if (Math.Abs(weights[tap]) > LeastWeight)
                positions.Add(first + tap + shift);
        }
    }

    /// <summary>The first element that the first position depends on, also where it lies before the image.</summary>
    private static double First(ResampleAxis? axis)
    {
        if (axis is null || axis.Output == 0)
            return 0;
        double source = axis.Source(0);
        if (!double.IsFinite(source))
            return 0;
        return axis.Filter == ResampleFilter.Nearest ? Math.Max(0, axis.At(0)) : Math.Floor(source) - (axis.Taps / 2) + 1;
    }
}
