using Fovea.Inference.Gradients;
using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Operators.Support;
using Fovea.Inference.Steps;
using Fovea.Inference.Tensors;
using Fovea.Inference.Weights;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>
/// ONNX BatchNormalization: (x - mean) / sqrt(variance + epsilon) * scale + shift per channel (Ioffe, Szegedy, 2015), with given statistics
/// or, in training mode, with those of the input, which the running statistics then take in. Before opset 9 statistics may also be given
/// per element (spatial = 0). Before opset 14 a node trains if it has the outputs of training; they count if something reads them.
/// </summary>
internal sealed class BatchNormalization : Operator, ILowering, IDifferentiable
{
    public override string Name => "BatchNormalization";

    public override string Limits => "training mode too; statistics per element (spatial = 0) in inference";

    public override (int Min, int Max) Inputs => (5, 5);

    public override bool Accepts(int input, ElementType type) => type == ElementType.Float32;

    public override void Infer(ShapeContext context)
    {
        Node node = context.Node;
        if (context.Dimensions(0) is { Count: 0 })
            throw node.Invalid("the input is a scalar; expected rank 1 (one channel) or more");
        for (int i = 1; i < 5 && context.Dimensions(0) is { } x; i++)
        {
            if (IsPerElement(node))
            {
                if (context.Shape(i) is { IsKnown: true } e && context.Shape(0).IsKnown && !e.ToShape().SequenceEqual(
                    context.Shape(0).ToShape().Skip(1)))
                    throw node.Invalid(
                        $"input {i} has the shape {e}; expected one value for each element of an image of {context.Shape(0)}");
                continue;
            }

            Dimension channels = x.Count == 1 ? 1 : x[1];
            if (context.Dimensions(i) is { } s && (s.Count != 1 || (s[0].IsKnown && channels.IsKnown && s[0] != channels)))
                throw node.Invalid($"input {i} has the shape {context.Shape(i)}; expected one value for each of {channels} channels");
        }

        context.SameAsInput();
        for (int i = 1; i < node.Outputs.Length; i++)
            context.Set(i, context.Type(0), context.Shape(i % 2 == 1 ? 3 : 4));
    }

    public override AxisRead[]? Reads(Node node, int output, int input) =>
        input == 0 && output == 0 && !MayTrain(node) ? AxisRead.SameAxes(node.Required(0).KnownShape.Rank) : null;

    public override CellExplanation? Explain(CellContext context)
    {
        Node node = context.Node;
        if (context.Output != 0 || MayTrain(node) || IsPerElement(node))
            return null;
        long channel = context.Index.Count > 1 ? context.Index[1] : 0;
        return NormalizationCells.Explain(
            context, context.Operand(3)[channel], context.Operand(4)[channel], node.Attributes.Float("epsilon", 1e-5f),
            context.Operand(1)[channel], context.Operand(2)[channel], "of training");
    }

    public override bool KeepsImagesApart(Node node) => Affine(node) is not null;

    public override bool TakesActivation(Node node, Activation function) => true;

    // factor (x s + t) + shift: scale takes the factor, bias both.
    public override ScaleFolding? ScaleFolding(Node node) =>
        Affine(node) is null ? null : new ScaleFolding(1, 2, ChannelLayout.Outermost(node.Required(1).KnownShape));

    public override ChannelScale? ChannelScale(Node node, int axis) => axis == 1 ? Affine(node) : null;

    public void Differentiate(GradientContext context)
    {
        Node node = context.Node;
        if (MayTrain(node) || IsPerElement(node))
            throw context.NoRule("in training, or with statistics per element");
        if (Enumerable.Range(1, 4).Any(context.Wants))
            throw context.NoRule("with respect to statistics that the graph computes");
        Value variance = context.Add(context.Input(4), context.Number(node.Attributes.Float("epsilon", 1e-5f)));
        Value factor = context.Divide(context.Input(1), context.Apply(o => o.Sqrt, [variance]));
        Shape x = context.InputShape(0);
        if (x.Rank > 2)
            factor = context.Reshape(factor, new Shape([x[1], .. Enumerable.Repeat(1L, x.Rank - 2)]));
        context.Set(0, context.Multiply(context.Gradient(), factor));
    }

    public void Lower(LoweringContext context)
    {
        Node node = context.Node;
        if (IsPerElement(node))
        {
            LowerPerElement(context);
            return;
        }

        (PlanBuffer scale, PlanBuffer shift) = Affine(node) is { } affine
            ? (Row(context, affine.Factors!), Row(context, affine.Shifts!))
            : Trains(context)
                ? BatchStatistics.Train(context)
                : BatchStatistics.Rows(context, context.Plain(3), context.Plain(4));
        View input = context.Input(0);
        if (View.IsImage(input.Shape))
        {
            input = context.AsChannelsLast(input);
            Emit(context, new AffineStep(input, context.ChannelsLastOutput(), scale, shift, Bounds(node)));
            return;
        }

        // Other ranks: with the channel axis moved to the end, every row is one pixel.
        int[] order = [0, .. Enumerable.Range(2, Math.Max(0, input.Shape.Rank - 2)), .. input.Shape.Rank > 1 ? [1] : Array.Empty<int>()];
        View rows = context.AsPlain(input.Permute(order));
        long channels = input.Shape.Rank == 1 ? 1 : rows.Shape[-1];
        View flat = rows.TryReshape(new Shape(rows.Shape.ElementCount / Math.Max(1, channels), channels, 1))!;
        View result = LoweringContext.NewPlain(rows.Shape, ElementType.Float32);
        Emit(context, new AffineStep(flat, result.TryReshape(flat.Shape)!, scale, shift, Bounds(node)));
        int[] back = new int[order.Length];
        for (int i = 0; i < order.Length; i++)
            back[order[i]] = i;
        context.SetOutput(result.Permute(back));
    }

    /// <summary>The equivalent scale and shift; null unless all statistics are constant.</summary>
    private static ChannelScale? Affine(Node node)
    {
        if (MayTrain(node) || IsPerElement(node)
            || Enumerable.Range(1, 4).Any(i => node.Input(i)?.Constant is not { ElementType: ElementType.Float32 }))
            return null;
        var factors = new Factors(node.Inputs[1]!.Constant!, node.Inputs[4]!.Constant!, node.Attributes.Float("epsilon", 1e-5f));
        return new ChannelScale(factors, new Shifts(factors, node.Inputs[2]!.Constant!, node.Inputs[3]!.Constant!));
    }

    private static Activation? Bounds(Node node) => node.Activation is { Kind: UnaryKind.Clip } ? node.Activation : null;

    private static void Emit(LoweringContext context, AffineStep step)
    {
        context.Emit(step);
        if (context.Node.Activation is { Kind: not UnaryKind.Clip } activation)
            context.Emit(new UnaryStep(activation, step.Writes[0], step.Writes[0]));
    }

    private static bool IsPerElement(Node node) => node.Opset < 9 && node.Attributes.Int("spatial", 1) == 0;

    /// <summary>Whether the node trains, or may: before opset 14 it does if something reads the outputs of training.</summary>
    private static bool MayTrain(Node node) => node.Opset >= 14
        ? node.Attributes.Int("training_mode", 0) != 0
        : node.Attributes.Int("is_test", 0) == 0
            && node.Outputs.Skip(1).Any(output => !output.Name.Contains('\u0001', StringComparison.Ordinal));

    private static bool Trains(LoweringContext context) =>
        MayTrain(context.Node) && (context.Node.Opset >= 14 || context.Node.Outputs.Skip(1).Any(context.Graph.IsUsed));

    // One factor and one shift for each element of an image, the same for all images.
    private static void LowerPerElement(LoweringContext context)
    {
        if (Trains(context))
            throw context.Node.Unsupported("has spatial=0 (statistics per element) in training mode; supported is inference");
        Shape statistics = context.InputShape(3);
        (PlanBuffer scale, PlanBuffer shift) = BatchStatistics.Rows(context, context.Plain(3), context.Plain(4));
        View input = context.Plain(0);
        View output = context.PlainOutput();
        context.Emit(new BinaryStep(BinaryKind.Mul, input, Repeated(scale), output, bounds: null));
        context.Emit(new BinaryStep(BinaryKind.Add, output, Repeated(shift), output, bounds: null));
        if (context.Node.Activation is { } activation)
            context.Emit(new UnaryStep(activation, output, output));

        View Repeated(PlanBuffer buffer) => new View(buffer, 0, statistics, View.PlainStrides(statistics)).Expand(input.Shape);
    }

    private static PlanBuffer Row(LoweringContext context, ChannelValues values) =>
        context.Constants.Packed(new ChannelRow(values), new RowPacking(1, values.Count, values.Count));

    /// <summary>scale / sqrt(variance + epsilon).</summary>
    private sealed record Factors(ConstantData Scale, ConstantData Variance, double Epsilon)
        : ChannelValues(checked((int)Scale.Shape.ElementCount))
    {
        public override bool IsPlanSpecific => Scale.IsPlanSpecific || Variance.IsPlanSpecific;

        public override double[] Read()
        {
            Span<float> scale = Scale.ReadAll().Span<float>();
            Span<float> variance = Variance.ReadAll().Span<float>();
            double[] factors = new double[Count];
            for (int i = 0; i < factors.Length; i++)
                factors[i] = scale[i] / Math.Sqrt(variance[i] + Epsilon);
            return factors;
        }
    }

    /// <summary>bias - mean * factor.</summary>
    private sealed record Shifts(Factors Factors, ConstantData Bias, ConstantData Mean) : ChannelValues(Factors.Count)
    {
        public override bool IsPlanSpecific => Factors.IsPlanSpecific || Bias.IsPlanSpecific || Mean.IsPlanSpecific;

        public override double[] Read()
        {
            Span<float> bias = Bias.ReadAll().Span<float>();
            Span<float> mean = Mean.ReadAll().Span<float>();
            double[] shifts = Factors.Read();
            for (int i = 0; i < shifts.Length; i++)
                shifts[i] = bias[i] - (mean[i] * shifts[i]);
            return shifts;
        }
    }
}
