using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Steps;
using Fovea.Inference.Tensors;
using Fovea.Inference.Weights;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>
/// ONNX BatchNormalization at inference: (x - mean) / sqrt(variance + epsilon) * scale + shift per channel, with given statistics (Ioffe,
/// Szegedy, 2015). The training outputs are not computed.
/// </summary>
internal sealed class BatchNormalization : Operator, ILowering
{
    public override string Name => "BatchNormalization";

    public override (int Min, int Max) Inputs => (5, 5);

    public override bool Accepts(int input, ElementType type) => type == ElementType.Float32;

    public override void Infer(ShapeContext context)
    {
        Node node = context.Node;
        if (node.Attributes.Int("training_mode", 0) != 0)
            throw node.Unsupported("is in training mode; export the model for inference");
        if (node.Attributes.Int("spatial", 1) == 0)
            throw node.Unsupported("has spatial=0 (statistics per element); supported is spatial=1");
        if (context.Dimensions(0) is { Count: 0 })
            throw node.Invalid("the input is a scalar; expected rank 1 (one channel) or more");
        for (int i = 1; i < 5 && context.Dimensions(0) is { } x; i++)
        {
            Dimension channels = x.Count == 1 ? 1 : x[1];
            if (context.Dimensions(i) is { } s && (s.Count != 1 || (s[0].IsKnown && channels.IsKnown && s[0] != channels)))
                throw node.Invalid($"input {i} has the shape {context.Shape(i)}; expected one value for each of {channels} channels");
        }

        context.RequireElements(0);
        context.SameAsInput();
        for (int i = 1; i < node.Outputs.Length; i++)
            context.Set(i, context.Type(0), context.Shape(Math.Min(i + 2, 4)));
    }

    public override bool KeepsImagesApart(Node node) => Affine(node) is not null;

    public override bool TakesActivation(Node node, Activation function) => true;

    // factor (x s + t) + shift: scale takes the factor, bias both.
    public override ScaleFolding? ScaleFolding(Node node) =>
        Affine(node) is null ? null : new ScaleFolding(1, 2, ChannelLayout.Outermost(node.Required(1).KnownShape));

    public override ChannelScale? ChannelScale(Node node, int axis) => axis == 1 ? Affine(node) : null;

    public void Lower(LoweringContext context)
    {
        Node node = context.Node;
        (PlanBuffer scale, PlanBuffer shift) = Affine(node) is { } affine
            ? (Row(context, affine.Factors!), Row(context, affine.Shifts!))
            : ComputedRows(context);
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
        View flat = rows.TryReshape(new Shape(rows.Shape.ElementCount / channels, channels, 1))!;
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
        if (Enumerable.Range(1, 4).Any(i => node.Input(i)?.Constant is not { ElementType: ElementType.Float32 }))
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

    private static (PlanBuffer Scale, PlanBuffer Shift) ComputedRows(LoweringContext context)
    {
        View[] statistics = [.. Enumerable.Range(1, 4).Select(context.Plain)];
        View factors = LoweringContext.NewPlain(statistics[0].Shape, ElementType.Float32);
        View shifts = LoweringContext.NewPlain(statistics[0].Shape, ElementType.Float32);
        double epsilon = context.Node.Attributes.Float("epsilon", 1e-5f);
        context.Emit(new ChannelStatisticsStep(statistics[0], statistics[1], statistics[2], statistics[3], epsilon, factors, shifts));
        return (factors.Buffer, shifts.Buffer);
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
