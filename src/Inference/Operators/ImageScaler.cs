using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Steps;
using Fovea.Inference.Tensors;
using Fovea.Inference.Weights;

namespace Fovea.Inference.Operators;

/// <summary>ImageScaler, an experimental operator of early ONNX versions: a factor for all channels, then a summand for each.</summary>
internal sealed class ImageScaler : Operator, ILowering
{
    public override string Name => "ImageScaler";

    public override string Limits => "an experimental operator of opsets 1 to 9";

    public override bool Accepts(int input, ElementType type) => type == ElementType.Float32;

    public override void Infer(ShapeContext context)
    {
        int biases = Bias(context.Node).Length;
        if (context.Dimensions(0) is { } x && (x.Count != 4 || (x[1].Value is { } channels && channels != biases)))
            throw context.Node.Invalid($"the input has the shape {context.Shape(0)}; expected rank 4 and {biases} channels");
        context.SameAsInput();
    }

    public override AxisRead[]? Reads(Node node, int output, int input) =>
        input == 0 ? AxisRead.SameAxes(node.Required(0).KnownShape.Rank) : null;

    public override bool KeepsImagesApart(Node node) => true;

    public void Lower(LoweringContext context)
    {
        float[] bias = Bias(context.Node);
        float[] scale = new float[bias.Length];
        Array.Fill(scale, context.Node.Attributes.Float("scale", 1f));
        View x = context.ChannelsLast(0);
        context.Emit(new AffineStep(x, context.ChannelsLastOutput(), Row(context, scale), Row(context, bias), null));
    }

    private static PlanBuffer Row(LoweringContext context, float[] values) => context.Constants.Packed(
        MemoryConstant.From<float>(new Shape(values.Length), values), new RowPacking(1, values.Length, values.Length));

    private static float[] Bias(Node node) => node.Attributes.Floats("bias") ?? throw node.Invalid("has no bias");
}
