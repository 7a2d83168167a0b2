using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Steps;
using Fovea.Inference.Tensors;

namespace Fovea.Inference.Operators;

/// <summary>ONNX EyeLike: a matrix of the input's shape with ones along a diagonal and zeros elsewhere; since opset 9.</summary>
internal sealed class EyeLike : Operator, ILowering
{
    public override string Name => "EyeLike";

    public override int Since => 9;

    public override string Limits => "k and dtype";

    public override bool ReadsOnlyShapes => true;

    public override Interval Range(RangeContext context) => Interval.Unit;

    public override void Infer(ShapeContext context)
    {
        Node node = context.Node;
        if (context.Dimensions(0) is { Count: not 2 } x)
            throw node.Invalid($"the input has rank {x.Count}; expected a matrix");
        ElementType type = context.Attributes.IntOrNull("dtype") is { } number
            ? OnnxElementTypes.Of(number)
            : context.Type(0);
        context.Set(0, type, context.Shape(0));
    }

    public override WindowRule Window(Node node) => WindowRule.None;

    public void Lower(LoweringContext context)
    {
        View output = context.PlainOutput();
        long shift = Math.Clamp(context.Node.Attributes.Int("k", 0), -output.Shape[0], output.Shape[1]);
        context.Emit(new FillStep(output, new byte[output.Type.SizeInBytes()]));
        context.Emit(new DiagonalStep(output, shift, One(output.Type)));
    }

    private static byte[] One(ElementType type) => type switch
    {
        ElementType.Float32 => BitConverter.GetBytes(1f),
        ElementType.Float64 => BitConverter.GetBytes(1d),
        ElementType.Float16 => BitConverter.GetBytes((Half)1),
        _ => BitConverter.GetBytes(1L)[..type.SizeInBytes()],
    };
}
