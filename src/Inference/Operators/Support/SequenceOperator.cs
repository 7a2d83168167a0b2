using Fovea.Inference.Graphs;

namespace Fovea.Inference.Operators.Support;

/// <summary>The base of operators that write or read a sequence; they are replaced by others as soon as its elements are known.</summary>
internal abstract class SequenceOperator : Operator, IUnfolding
{
    /// <summary>Where sequences may be, for docs/operators.md.</summary>
    public const string Scope = "inside of a graph only";

    public override int Since => 11;

    public override string Limits => Scope;

    public override WindowRule Window(Node node) => WindowRule.None;

    /// <summary>The element type is that of input 0; the shape is not known before the elements are.</summary>
    public override void Infer(ShapeContext context) => context.Set(0, context.Type(0), SymbolicShape.Unknown);

    public abstract bool Unfold(Unfolding context);
}
