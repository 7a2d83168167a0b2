using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Steps;
using Fovea.Kernels.Convolution;
using Fovea.Kernels.Elementwise;
using Fovea.Kernels.Quantized;

namespace Fovea.Inference.Operators.Support;

/// <summary>
/// Products of quantised operands by their definition, whatever is computed by the graph: zero points are taken from the operands, whose
/// products are summed as 32-bit integers that wrap around.
/// </summary>
internal static class IntegerSums
{
    /// <summary>Emits the convolution of input 0.</summary>
    /// <param name="context">The node.</param>
    /// <param name="weights">The input of the weights.</param>
    /// <param name="x">The parameters of input 0.</param>
    /// <param name="w">The parameters of the weights: one, or one for each filter.</param>
    /// <param name="bias">Int32, one for each filter; null for none.</param>
    /// <param name="sums">The result: Int32, in channels-last order.</param>
    public static unsafe void EmitConvolution(
        LoweringContext context, int weights, Quantization x, Quantization w, Value? bias, View sums)
    {
        Node node = context.Node;
        View input = context.AsChannelsLast(Widened(context, context.Input(0), x.Zeros(context, ElementType.Int32)));
        View filters = Widened(context, context.Input(weights), AlongFirst(w.Zeros(context, ElementType.Int32), input.Shape.Rank));
        filters = context.AsPlain(filters.Permute([0, .. Enumerable.Range(2, filters.Shape.Rank - 2), 1]));
        View? row = bias is null ? null : context.AsPlain(context.ViewOf(bias));
        ConvolutionShape shape = WindowGeometry.Shape(
            ConvolutionRules.Window(node, weights), input.Shape, sums.Shape, (int)ConvolutionRules.Groups(node), input.PixelStride,
            sums.PixelStride, 0);
        context.Emit(new RowsStep(
            $"integer convolution {WindowText.Of(shape)}", row is null ? [input, filters] : [input, filters, row], [sums],
            shape.OutputPixels, shape.MultiplyAdds,
            (in RunContext run, long first, long last) =>
            {
                var arguments = new IntegerConvolutionArguments
                {
                    Input = run.Elements<int>(input),
                    Weights = run.Elements<int>(filters),
                    Bias = row is null ? null : run.Elements<int>(row),
                    Output = run.Elements<int>(sums),
                };
                run.Kernels.Int32.IntegerConvolution(shape, in arguments, first, last);
            }));
    }

    /// <summary>Emits the product of matrices, or of stacks of them.</summary>
    /// <param name="context">The node.</param>
    /// <param name="a">The left operand.</param>
    /// <param name="b">The right operand.</param>
    /// <param name="aZeros">The zero points of the left one, Int32: one, or one for each row.</param>
    /// <param name="bZeros">The zero points of the right one, Int32: one, or one for each column.</param>
    /// <param name="sums">The result: Int32, plain.</param>
    public static void EmitProduct(LoweringContext context, View a, View b, View aZeros, View bZeros, View sums)
    {
        if (ScalarProduct.IsEmpty(context, sums, a.Shape[-1]))
            return;
        a = Widened(context, a, AlongRows(aZeros));
        b = Widened(context, b, bZeros);
        (a, b, View product) = MatrixStacks.Of(context, a, b, sums);
        ScalarProduct.Emit(context, a, b, product);
    }

    /// <summary>Emits the quantised form of sums.</summary>
    /// <param name="context">The node.</param>
    /// <param name="sums">Int32.</param>
    /// <param name="factors">The factors of the sums, which broadcast to them.</param>
    /// <param name="zeros">The zero points of the result as Float32, which broadcast to it.</param>
    /// <param name="output">The result, in the order of the sums.</param>
    public static void EmitQuantized(LoweringContext context, View sums, View factors, View zeros, View output) =>
        context.Emit(new QuantizationStep(sums, Fit(context, factors, sums.Shape), Fit(context, zeros, sums.Shape), output));

    /// <summary>The factor of sums that become integers of another scale: x * w / y, computed in this order.</summary>
    public static View Factors(LoweringContext context, View x, View w, View y) =>
        Combined(context, BinaryKind.Div, Combined(context, BinaryKind.Mul, x, w), y);

    /// <summary>A function of two small views that broadcast, in new memory.</summary>
    public static View Combined(LoweringContext context, BinaryKind kind, View a, View b)
    {
        IReadOnlyList<Dimension> dimensions = ShapeContext.Broadcast(
            context.Node, [.. a.Shape.Select(d => (Dimension)d)], [.. b.Shape.Select(d => (Dimension)d)])!;
        var shape = new Shape([.. dimensions.Select(d => d.Value!.Value)]);
        View result = LoweringContext.NewPlain(shape, a.Type);
        context.Emit(new BinaryStep(kind, a.Expand(shape), b.Expand(shape), result, null));
        return result;
    }

    /// <summary>Parameters of the rows of a stack of matrices, which may be given as a row themselves, as a column.</summary>
    public static View AlongRows(View parameters) =>
        parameters.Shape.Rank == 1 && parameters.Shape[0] != 1 ? AlongFirst(parameters, 2) : parameters;

    /// <summary>Parameters of the first of several axes; one for all stays as it is.</summary>
    public static View AlongFirst(View parameters, int rank) => AlongAxis(parameters, 0, rank);

    /// <summary>Parameters of one of several axes; one for all stays as it is.</summary>
    public static View AlongAxis(View parameters, int axis, int rank)
    {
        if (parameters.Shape.ElementCount == 1)
            return parameters.TryReshape(Shape.Scalar)!;
        long[] extents = [.. Enumerable.Repeat(1L, rank)];
        extents[axis] = parameters.Shape.ElementCount;
        return parameters.TryReshape(new Shape(extents))!;
    }

    /// <summary>A view that is broadcast to a shape.</summary>
    /// <exception cref="InvalidModelException">It does not broadcast to it.</exception>
    public static View Fit(LoweringContext context, View view, Shape shape)
    {
        int lead = shape.Rank - view.Shape.Rank;
        if (lead < 0 || Enumerable.Range(0, view.Shape.Rank).Any(i => view.Shape[i] != 1 && view.Shape[i] != shape[lead + i]))
            throw context.Node.Invalid($"its scales or zero points have the shape {view.Shape}, which does not broadcast to {shape}");
        return view.Expand(shape);
    }

    // The integers minus their zero points, in plain order and new memory.
    private static View Widened(LoweringContext context, View view, View zeros)
    {
        View wide = Converted.Emit(context, view, ElementType.Int32);
        View expanded = Fit(context, zeros, wide.Shape);
        context.Emit(new BinaryStep(BinaryKind.Sub, wide, expanded, wide, null));
        return wide;
    }
}
