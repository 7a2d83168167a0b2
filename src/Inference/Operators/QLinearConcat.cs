using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Runtime's concatenation of quantised tensors, each with a scale and a zero point of its own.</summary>
internal sealed class QLinearConcat : QuantizedFunction
{
    public override string Name => "QLinearConcat";

    public override (int Min, int Max) Inputs => (5, int.MaxValue);

    protected override Operator Real { get; } = new Concat();

    protected override int Result => 0;

    protected override IEnumerable<int> Operands(Node node) => node.Inputs.Length % 3 == 2
        ? Enumerable.Range(0, node.Inputs.Length / 3).Select(i => 2 + (3 * i))
        : throw node.Invalid($"has {node.Inputs.Length} inputs; expected two, and three for each operand");

    public override Concatenation? Concatenates(Node node)
    {
        QuantizedValue result = new Quantization(node, Result, Result + 1).Of(node.Outputs[0]);
        return new(Axis(node), [.. Operands(node).Select(operand => new ConcatenatedPart(
            node.Required(operand), new Quantization(node, operand + 1, operand + 2).Of(node.Required(operand)).IsLike(result)))]);
    }

    // Each operand becomes a slice of the result: by a table where it has another scale, else it may be written there at once.
    protected override bool TryLower(LoweringContext context)
    {
        Node node = context.Node;
        int[] operands = [.. Operands(node)];
        if (Scale(node, Result) is not { } to || Array.Exists(operands, operand => Scale(node, operand + 1) is null))
            return false;
        Concatenation concatenation = Concatenates(node)!;
        bool channelsLast = View.IsImage(context.OutputShape()) && concatenation.Axis == 1;
        ConcatenatedViews.Emit(context, concatenation.Axis, channelsLast, operands, (operand, view, target) =>
        {
            if (concatenation.Parts[Array.IndexOf(operands, operand)].IsUnchanged)
                return false;
            ByteFunction.Emit(context, new Activation(UnaryKind.Identity), view, Scale(node, operand + 1)!.Value, target, to);
            return true;
        });
        return true;
    }

    private static int Axis(Node node) => node.Axis(node.Attributes.Int("axis", 1), node.Outputs[0].KnownShape.Rank);
}
