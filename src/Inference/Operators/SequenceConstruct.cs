using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;

namespace Fovea.Inference.Operators;

/// <summary>ONNX SequenceConstruct: a sequence of tensors. It is never computed: what reads it reads its elements.</summary>
internal sealed class SequenceConstruct : Operator
{
    public override string Name => "SequenceConstruct";

    public override int Since => 11;

    public override string Limits => SequenceOperator.Scope;

    public override (int Min, int Max) Inputs => (1, int.MaxValue);

    public override bool GivesNoTensor => true;

    public override WindowRule Window(Node node) => WindowRule.None;

    public override void Infer(ShapeContext context)
    {
        Node node = context.Node;
        for (int i = 1; i < node.Inputs.Length; i++)
        {
            if (context.Type(i) != context.Type(0))
                throw node.Invalid($"input {i} is {context.Type(i)}; expected {context.Type(0)} like input 0");
        }

        if (node.Inputs.Length > 0)
            context.Set(0, context.Type(0), SymbolicShape.Unknown);
    }
}
