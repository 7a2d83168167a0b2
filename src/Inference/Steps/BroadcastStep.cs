using Fovea.Inference.Memory;

namespace Fovea.Inference.Steps;

/// <summary>The base of element-wise functions of several operands, which are broadcast to the result's shape.</summary>
internal abstract class BroadcastStep : Step
{
    /// <param name="output">The result.</param>
    /// <param name="operands">The operands, expanded to the output's shape.</param>
    protected BroadcastStep(View output, params View[] operands)
    {
        Loop = new ElementwiseLoop(output.Shape, [output, .. operands]);
        Reads = operands;
        Writes = [output];
    }

    public override IReadOnlyList<View> Reads { get; }

    public override IReadOnlyList<View> Writes { get; }

    public override double Cost => Loop.Elements;

    /// <summary>Whether the kernel supports these strides: columns are contiguous, or an operand's column is repeated.</summary>
    public bool IsWalkable => Loop.IsContiguous;

    /// <summary>The output is operand 0 of the loop.</summary>
    protected ElementwiseLoop Loop { get; }
}
