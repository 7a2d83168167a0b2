using Fovea.Inference.Graphs;

namespace Fovea.Inference.Operators.Support;

/// <summary>
/// The base of operators that ONNX Runtime's optimiser writes for several of ONNX: they are replaced by those, which the engine fuses in
/// its own way.
/// </summary>
internal abstract class FusedOperator : Operator, IUnfolding
{
    public override string Domain => "com.microsoft";

    public override string Limits => "replaced by the operators that it was fused from";

    /// <summary>Called only while the rank of an input is not known.</summary>
    public override void Infer(ShapeContext context) => context.Set(0, context.Type(0), SymbolicShape.Unknown);

    public abstract bool Unfold(Unfolding context);
}
