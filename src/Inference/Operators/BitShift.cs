using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>
/// ONNX BitShift: the bits of unsigned integers moved to higher or lower places, with broadcasting; 0 where they are moved by their
/// number or more.
/// </summary>
internal sealed class BitShift : BitOperator
{
    public override string Name => "BitShift";

    public override int Since => 11;

    public override string Limits => "0 where all bits are shifted out";

    public override bool Accepts(int input, ElementType type) =>
        type is ElementType.UInt8 or ElementType.UInt16 or ElementType.UInt32 or ElementType.UInt64;

    protected override BitKind Kind(Node node) => node.Attributes.Text("direction", string.Empty) switch
    {
        "LEFT" => BitKind.ShiftLeft,
        "RIGHT" => BitKind.ShiftRight,
        var other => throw node.Invalid($"its direction is '{other}'; expected LEFT or RIGHT"),
    };
}
