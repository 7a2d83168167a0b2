using Fovea.Inference.Graphs;
using Fovea.Inference.Memory;
using Fovea.Inference.Operators.Support;
using Fovea.Inference.Steps;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>
/// ONNX Mod: the remainder of a division, with broadcasting: with the sign of the divisor, or with fmod, as floats need it, with
/// that of the dividend.
/// </summary>
internal sealed class Mod : BinaryOperator
{
    public override string Name => "Mod";

    public override int Since => 10;

    public override string Limits => "fmod for floats; an integer divided by 0 is refused at run time";

    public override BinaryKind Kind => BinaryKind.Mod;

    public override void Infer(ShapeContext context)
    {
        base.Infer(context);
        if (!IsFmod(context.Node) && context.Type(0).IsFloat())
            throw context.Node.Invalid(
                $"its operands are {context.Type(0)}; expected the attribute fmod = 1, without which they are integers");
        Div.RefuseZeros(context.Node);
    }

    protected override BroadcastStep Step(Node node, View a, View b, View output) =>
        new BinaryStep(IsFmod(node) ? BinaryKind.Fmod : BinaryKind.Mod, a, b, output, node.Activation);

    private static bool IsFmod(Node node) => node.Attributes.Int("fmod", 0) != 0;
}
