using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Steps;
using Fovea.Inference.Tensors;

namespace Fovea.Inference.Operators;

/// <summary>ONNX BitCast: the same bits as elements of another type of the same size; since opset 26.</summary>
internal sealed class BitCast : Operator, ILowering
{
    public override string Name => "BitCast";

    public override int Since => 26;

    public override string Limits => "between types of the same size";

    public override bool ReadsTypes => true;

    public override void Infer(ShapeContext context)
    {
        ElementType type = OnnxElementTypes.Of(context.Attributes.IntOrNull("to") ?? throw context.Node.Invalid("has no attribute 'to'"));
        if (type.SizeInBytes() != context.Type(0).SizeInBytes())
            throw context.Node.Invalid($"{context.Type(0)} cannot become {type}; expected a type of {context.Type(0).SizeInBytes()} bytes");
        context.Set(0, type, context.Shape(0));
    }

    public override AxisRead[]? Reads(Node node, int output, int input) =>
        input == 0 ? AxisRead.SameAxes(node.Required(0).KnownShape.Rank) : null;

    public override bool KeepsImagesApart(Node node) => true;

    public override bool IsIdentity(Node node) => node.Required(0).Type == node.Outputs[0].Type;

    public void Lower(LoweringContext context) => context.Emit(new BitCastStep(context.Plain(0), context.PlainOutput()));
}
