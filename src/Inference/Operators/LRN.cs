using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Steps;
using Fovea.Inference.Tensors;

namespace Fovea.Inference.Operators;

/// <summary>ONNX LRN: local response normalisation across channels (Krizhevsky, Sutskever, Hinton, 2012).</summary>
internal sealed class LRN : Operator, ILowering
{
    public override string Name => "LRN";

    public override string Limits => "across channels; 1 to 3 spatial axes";

    public override bool Accepts(int input, ElementType type) => type == ElementType.Float32;

    public override void Infer(ShapeContext context)
    {
        long size = context.Attributes.Int("size", 0);
        if (size is < 1 or > 1 << 16)
            throw context.Node.Invalid($"size is {size}; expected at least 1");
        context.SameAsInput();
    }

    public override bool KeepsImagesApart(Node node) => true;

    public void Lower(LoweringContext context)
    {
        NodeAttributes attributes = context.Node.Attributes;
        View input = context.ChannelsLast(0);
        Extents.ToKernelInt(input.Shape[1], "channels");
        context.Emit(new LocalResponseStep(
            context.Kernels, input, context.ChannelsLastOutput(), (int)attributes.Int("size", 1),
            attributes.Float("alpha", 1e-4f), attributes.Float("beta", 0.75f), attributes.Float("bias", 1f)));
    }
}
