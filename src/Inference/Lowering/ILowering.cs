namespace Fovea.Inference.Lowering;

/// <summary>
/// The part of an operator that turns a node into steps. Operators without it (Constant, Shape) have constant results once all shapes are
/// known.
/// </summary>
internal interface ILowering
{
    /// <summary>Emits the steps that compute the context's node. All shapes are known.</summary>
    /// <exception cref="UnsupportedModelException">The kernels cannot compute a node of these operands.</exception>
    void Lower(LoweringContext context);
}
