using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;

namespace Fovea.Inference.Operators;

/// <summary>ONNX SequenceEmpty: a sequence without elements.</summary>
internal sealed class SequenceEmpty : SequenceOperator
{
    public override string Name => "SequenceEmpty";

    public override (int Min, int Max) Inputs => (0, 0);

    public override bool GivesNoTensor => true;

    public override bool Unfold(Unfolding context)
    {
        context.SetSequence([]);
        return true;
    }
}
