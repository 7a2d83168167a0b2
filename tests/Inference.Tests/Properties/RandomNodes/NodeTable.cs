namespace Fovea.Inference.Tests.Properties.RandomNodes;

/// <summary>How each operator's operands and attributes are drawn.</summary>
internal static class NodeTable
{
    public static IReadOnlyDictionary<string, Action<NodeDraw>> All { get; } = new[]
    {
        ElementNodes.Table, ReductionNodes.Table, IndexNodes.Table, ShapeNodes.Table, WindowNodes.Table, ImageNodes.Table, DenseNodes.Table,
    }.SelectMany(table => table).ToDictionary(row => row.Operation, row => row.Draw);
}
