namespace Fovea.Inference.Lowering;

/// <summary>
/// The part of an operator that turns a node into steps. An operator without it is known before every run: its results are constants
/// once the shapes are (Constant, Shape).
/// </summary>
internal interface ILowering
{
    /// <summary>Emits the steps that compute the context's node. All shapes are known.</summary>
    /// <exception cref="UnsupportedModelException">The kernels cannot compute a node of these operands.</exception>
    void Lower(LoweringContext context);
}
