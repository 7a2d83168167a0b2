using Fovea.Inference.Memory;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Steps;

/// <summary>A function of the bits of two integers, or of two booleans, with broadcasting.</summary>
/// <param name="kind">The function.</param>
/// <param name="a">The left operand, expanded to the output's shape.</param>
/// <param name="b">The right operand, of the same type.</param>
/// <param name="output">The result, of the same type.</param>
internal sealed class BitStep(BitKind kind, View a, View b, View output) : PairStep(a, b, output)
{
    private readonly ElementType _type = output.Type;

    public override string Kernel => $"{kind} {_type}";

    protected override unsafe void Call(in RunContext run, ref BinaryArguments arguments) =>
        run.Kernels.Of(_type).Bits(kind, in arguments);
}
