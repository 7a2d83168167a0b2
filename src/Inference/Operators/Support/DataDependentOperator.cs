using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;

namespace Fovea.Inference.Operators.Support;

/// <summary>
/// The base of operators whose results have shapes that depend on all elements of their inputs (NonZero, NonMaxSuppression, Unique). The
/// plan is cut before such a node; the run computes it on the tensors that it found, and what reads the results is compiled for their
/// shapes. With constant inputs the results are constants.
/// </summary>
internal abstract class DataDependentOperator : Operator, IComputedAtCut
{
    public sealed override bool ShapesDependOnData => true;

    bool IComputedAtCut.Folds => true;

    /// <inheritdoc cref="IComputedAtCut.Compute"/>
    /// <exception cref="InvalidInputException">The tensors contradict the specification or each other.</exception>
    /// <exception cref="ActivationLimitException">A result would take more memory than allowed; thrown before it is allocated.</exception>
    public abstract Tensor[] Compute(Node node, IReadOnlyList<Tensor?> inputs, CutControl control);

    /// <summary>Checks that a node asks for no more outputs than the operator has.</summary>
    /// <exception cref="InvalidModelException">It does.</exception>
    protected static void CheckOutputs(Node node, int most)
    {
        if (node.Outputs.Length > most)
            throw node.Invalid($"has {node.Outputs.Length} outputs; expected at most {most}");
    }
}
