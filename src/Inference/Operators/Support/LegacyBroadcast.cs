using Fovea.Inference.Graphs;
using Fovea.Inference.Memory;

namespace Fovea.Inference.Operators.Support;

/// <summary>
/// The broadcasting of operator sets 1 to 6: with the attribute <c>broadcast</c> the right operand's axes are those of the left one from
/// <c>axis</c> on, or the last ones without it. It becomes today's by axes of extent 1 behind the right operand's.
/// </summary>
internal static class LegacyBroadcast
{
    private const long FirstWithout = 7;

    /// <summary>The axes of extent 1 that are missing behind the right operand's; 0 where it is aligned as today.</summary>
    /// <exception cref="InvalidModelException">The right operand does not fit behind the axis.</exception>
    public static int Trailing(Node node)
    {
        if (node.Opset >= FirstWithout
            || node.Input(0)?.Shape is not { Rank: >= 0 } left || node.Input(1)?.Shape is not { Rank: > 0 } right)
            return 0;
        if ((node.Operator as PairOperator)?.LegacyAxis(node) is not { } axis || right.Dimensions!.All(d => d.Value == 1))
            return 0;
        long positive = axis < 0 ? axis + left.Rank : axis;
        return positive >= 0 && positive + right.Rank <= left.Rank
            ? (int)(left.Rank - positive - right.Rank)
            : throw node.Invalid($"its operand {right} does not fit into {left} from axis {axis} on");
    }

    /// <summary>The shape of the right operand as it is aligned with the left one.</summary>
    public static IReadOnlyList<Dimension>? Right(Node node, IReadOnlyList<Dimension>? dimensions) =>
        dimensions is null || Trailing(node) is not (> 0 and var trailing)
            ? dimensions
            : [.. dimensions, .. Enumerable.Repeat((Dimension)1, trailing)];

    /// <summary>The right operand as it is aligned with the left one.</summary>
    public static View Right(Node node, View view) => Trailing(node) is not (> 0 and var trailing)
        ? view
        : view.TryReshape(new Shape([.. view.Shape, .. Enumerable.Repeat(1L, trailing)]))!;
}
