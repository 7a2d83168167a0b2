using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Operators.Support;
using Fovea.Inference.Steps;
using Fovea.Inference.Weights;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>
/// ONNX BatchNormalization at inference: (x - mean) / sqrt(variance + epsilon) * scale + shift per channel, with given statistics;
/// outputs for training are not computed (Ioffe, Szegedy, 2015).
/// </summary>
internal sealed class BatchNormalization : Operator, ILowering
{
    public override string Name => "BatchNormalization";

    public override (int Least, int Most) Inputs => (5, 5);

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

        context.SameAsInput();
        for (int i = 1; i < node.Outputs.Length; i++)
            context.Set(i, context.Type(0), context.Shape(Math.Min(i + 2, 4)));
    }

    /// <summary>The equivalent x * scale + shift, in double precision; null unless all statistics are constant.</summary>
    public static (double[] Scale, double[] Shift)? ScaleAndShift(Node node)
    {
        if (!HasConstantStatistics(node))
            return null;
        Span<float> gamma = node.Inputs[1]!.Constant!.Span<float>();
        Span<float> beta = node.Inputs[2]!.Constant!.Span<float>();
        Span<float> mean = node.Inputs[3]!.Constant!.Span<float>();
        Span<float> variance = node.Inputs[4]!.Constant!.Span<float>();
        double epsilon = node.Attributes.Float("epsilon", 1e-5f);
        double[] scale = new double[gamma.Length];
        double[] shift = new double[gamma.Length];
        for (int i = 0; i < scale.Length; i++)
        {
            scale[i] = gamma[i] / Math.Sqrt(variance[i] + epsilon);
            shift[i] = beta[i] - (mean[i] * scale[i]);
        }

        return (scale, shift);
    }

    public override bool KeepsImagesApart(Node node) => HasConstantStatistics(node);

    public override bool TakesActivation(Node node, Activation function) => true;

    // factor (x s + t) + shift: scale takes the factor, bias both.
    public override ScaleFolding? ScaleFolding(Node node) => !HasConstantStatistics(node) ? null : new ScaleFolding(1, 2, ChannelLayout.Outermost(node.Required(1).KnownShape));

    public override ChannelScale? ChannelScale(Node node, int axis) => axis == 1 && ScaleAndShift(node) is { } affine ? new ChannelScale(affine.Scale, affine.Shift) : null;

    public void Lower(LoweringContext context)
    {
        Node node = context.Node;
        (PlanBuffer scale, PlanBuffer shift) = HasConstantStatistics(node) ? (Row(context, DerivedRole.Scale), Row(context, DerivedRole.Shift)) : ComputedRows(context);
        View input = context.Input(0);
        if (input.Shape.Rank is 3 or 4)
        {
            input = context.AsChannelsLast(input);
            Emit(context, new AffineStep(input, context.ChannelsLastOutput(), scale, shift, Bounds(node)));
            return;
        }

        // [N, C] and higher ranks: with the channel moved to the end, every row is one pixel.
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

    private static bool HasConstantStatistics(Node node) =>
        Enumerable.Range(1, 4).All(i => node.Input(i)?.Constant is { ElementType: ElementType.Float32 });

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

    private static PlanBuffer Row(LoweringContext context, DerivedRole role)
    {
        Node node = context.Node;
        Tensor row = context.Constants.Derived(new Derivation(node.Outputs[0].Name, node.Outputs[0].Name, role), () =>
        {
            Tensor[] statistics = [.. node.Inputs.Skip(1).Take(4).Select(v => v!.Constant!)];
            double epsilon = node.Attributes.Float("epsilon", 1e-5f);
            return new Tensor(ElementType.Float32, statistics[0].Shape, new NormalizationRow(statistics, epsilon, role == DerivedRole.Shift));
        });
        int channels = checked((int)row.Shape.ElementCount);
        return context.Constants.Packed(row, new RowPacking(1, channels, channels));
    }
}
