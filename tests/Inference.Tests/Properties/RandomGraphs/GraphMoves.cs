using Fovea.Inference.Operators;

namespace Fovea.Inference.Tests.Properties.RandomGraphs;

/// <summary>The ways in which a <see cref="RandomGraph"/> grows. Each appends nodes, or nothing where no value fits.</summary>
internal static class GraphMoves
{
    /// <summary>All of them; one that is listed several times is drawn more often.</summary>
    public static IReadOnlyList<Action<RandomGraph>> All { get; } =
    [
        WindowMoves.Conv, WindowMoves.Conv, WindowMoves.Conv, WindowMoves.ConvTranspose, WindowMoves.MaxPool, WindowMoves.AveragePool,
        WindowMoves.GlobalPool, WindowMoves.Normalize, WindowMoves.Normalize, WindowMoves.Pad, WindowMoves.Resize,
        ElementMoves.Activate, ElementMoves.Activate, ElementMoves.Activate, ElementMoves.WithConstant, ElementMoves.WithConstant,
        ElementMoves.OfTwo, ElementMoves.OfTwo, ElementMoves.Clip, ElementMoves.HardSwish, ElementMoves.Compare,
        ShapeMoves.Transpose, ShapeMoves.Reshape, ShapeMoves.Slice, ShapeMoves.Split, ShapeMoves.Concat, ShapeMoves.Squeeze,
        IndexMoves.TopK, IndexMoves.ArgMax, IndexMoves.Integers, IndexMoves.CumSum, IndexMoves.Trilu, IndexMoves.DepthToSpace,
        IndexMoves.SpaceToDepth, IndexMoves.LayerNormalization, IndexMoves.Scatter, IndexMoves.Product,
        CutMoves.NonZero, CutMoves.Tile, CutMoves.If, CutMoves.Loop,
        ShapeMoves.Gather, ShapeMoves.Expand, ShapeMoves.Reduce, ShapeMoves.Softmax, ShapeMoves.Dense,
    ];

    /// <summary>Whether the engine has an operator.</summary>
    public static bool Has(string operation) => OperatorTable.Find(operation) is not null;
}
