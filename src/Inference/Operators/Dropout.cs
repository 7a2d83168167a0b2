using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Steps;
using Fovea.Inference.Tensors;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Dropout at inference: the identity, with a mask of all true.</summary>
internal sealed class Dropout : Operator, ILowering
{
    public override string Name => "Dropout";

    public override (int Min, int Max) Inputs => (1, 3);

    public override Interval Range(RangeContext context) => context.Input(0);

    public override RelativeBound? Bound(RangeContext context) => context.KeptBound();

    // Since opset 12 the inputs 1 and 2 are ratio and training_mode.
    public override bool Accepts(int input, ElementType type) => input < 2 || type == ElementType.Bool;

    public override bool NeedsElements(int input) => input == 2;

    public override void Infer(ShapeContext context)
    {
        if (context.Node.Opset >= 12 && context.Node.Input(2) is { } training)
        {
            if (training.Shape is { IsKnown: true } shape && shape.ToShape().ElementCount != 1)
                throw context.Node.Invalid($"its training_mode has the shape {shape}; expected a scalar");
            if (training.Elements is { } mode && mode.Bytes.Span[0] != 0)
                throw context.Node.Unsupported("is in training mode; export the model for inference");
        }

        context.SameAsInput();
        // Before opset 10 the mask has the type of the data.
        context.Set(1, context.Node.Opset < 10 ? context.Type(0) : ElementType.Bool, context.Shape(0));
    }

    public override bool KeepsImagesApart(Node node) => true;

    public override bool KeepsElements => true;

    public override bool IsIdentity(Node node) => true;

    public void Lower(LoweringContext context)
    {
        context.Alias(context.Input(0));
        if (context.Node.Outputs.Length < 2)
            return;
        View mask = context.PlainOutput(1);
        if (mask.Type is not (ElementType.Bool or ElementType.Float32))
            throw context.Node.Unsupported($"its mask is {mask.Type}; supported are Bool and Float32");
        context.Emit(new FillStep(mask, mask.Type == ElementType.Bool ? [1] : BitConverter.GetBytes(1f)));
    }

    public override ConstantData? Fold(Node node) => node.Inputs[0]!.Constant;
}
