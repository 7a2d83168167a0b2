using Fovea.Inference.Gradients;
using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Operators.Support;
using Fovea.Inference.Steps;
using Fovea.Inference.Tensors;

namespace Fovea.Inference.Operators;

/// <summary>
/// ONNX Dropout at inference: the identity, with a mask of all true. Training is the same where its ratio is 0; else it draws random
/// numbers, and is refused.
/// </summary>
internal sealed class Dropout : Operator, ILowering, IDifferentiable
{
    public override string Name => "Dropout";

    public override string Limits => "the identity, with a mask of ones; in training mode with a ratio of 0 only";

    public override (int Min, int Max) Inputs => (1, 3);

    public override Interval Range(RangeContext context) => context.Input(0);

    public override RelativeBound? Bound(RangeContext context) => context.KeptBound();

    // Since opset 12 the inputs 1 and 2 are ratio and training_mode.
    public override bool Accepts(int input, ElementType type) => input switch
    {
        0 => true,
        1 => type.IsFloat(),
        _ => type == ElementType.Bool,
    };

    // The ratio matters in training only, which is known once both are.
    public override bool NeedsElements(int input) => input > 0;

    public override void Infer(ShapeContext context)
    {
        Node node = context.Node;
        for (int i = 1; i < node.Inputs.Length; i++)
        {
            if (node.Input(i)?.Shape is { IsKnown: true } shape && shape.ToShape().ElementCount != 1)
                throw node.Invalid($"its {(i == 1 ? "ratio" : "training_mode")} has the shape {shape}; expected a scalar");
        }

        if (IsTraining(node) && Ratio(node) is not (null or 0))
            throw node.Unsupported("is in training mode, which draws random numbers; export the model for inference, or with a ratio of 0");
        context.SameAsInput();
        // Before opset 10 the mask has the type of the data.
        context.Set(1, node.Opset < 10 ? context.Type(0) : ElementType.Bool, context.Shape(0));
    }

    public override bool KeepsImagesApart(Node node) => true;

    public override bool KeepsElements => true;

    public override bool IsIdentity(Node node) => true;

    public void Differentiate(GradientContext context) => context.Set(0, context.Gradient());

    public void Lower(LoweringContext context)
    {
        context.Alias(context.Input(0));
        if (context.Node.Outputs.Length < 2)
            return;
        View mask = context.PlainOutput(1);
        byte[] one = mask.Type switch
        {
            ElementType.Bool => [1],
            ElementType.Float32 => BitConverter.GetBytes(1f),
            ElementType.Float64 => BitConverter.GetBytes(1.0),
            _ => throw context.Node.Unsupported($"its mask is {mask.Type}; supported are Bool, Float32 and Float64"),
        };
        context.Emit(new FillStep(mask, one));
    }

    public override ConstantData? Fold(Node node) => node.Inputs[0]!.Constant;

    // Operator sets 1 to 6 have an attribute, 7 to 11 no training, later ones an input.
    private static bool IsTraining(Node node) => node.Opset switch
    {
        < 7 => node.Attributes.Int("is_test", 0) == 0,
        < 12 => false,
        _ => node.Input(2)?.Elements is { } mode && mode.Bytes.Span[0] != 0,
    };

    // Null where the graph computes it.
    private static double? Ratio(Node node)
    {
        if (node.Opset < 12)
            return node.Attributes.Float("ratio", 0.5f);
        if (node.Input(1) is not { } ratio)
            return 0.5;
        return ratio.Elements is { } element ? ConstantNumbers.Reals(element)[0] : null;
    }
}
