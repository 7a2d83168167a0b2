using Fovea.Inference.Memory;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Steps;

/// <summary>A comparison of two operands of one type, with broadcasting.</summary>
/// <param name="kind">The comparison.</param>
/// <param name="a">The left operand, expanded to the output's shape.</param>
/// <param name="b">The right operand, of the same type.</param>
/// <param name="output">Booleans.</param>
internal sealed class CompareStep(CompareKind kind, View a, View b, View output) : PairStep(a, b, output)
{
    private readonly ElementType _type = a.Type;

    public override string Kernel => $"{kind} {_type}";

    protected override unsafe void Call(in RunContext run, ref BinaryArguments arguments) =>
        run.Kernels.Of(_type).Compare(kind, in arguments);
}
