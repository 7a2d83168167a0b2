namespace Fovea.Inference.Tests.Properties.RandomNodes;

/// <summary>Products of matrices.</summary>
internal static class DenseNodes
{
    public static (string Operation, Action<NodeDraw> Draw)[] Table { get; } =
    [
        ("MatMul", MatMul), ("Gemm", Gemm), ("Einsum", Einsum),
        ("Det", node =>
        {
            node.Relative = 1e-3;
            long extent = node.Choose(4) + 1;
            node.Operand(ElementType.Float32, [.. node.AnyExtents(0, 2), extent, extent]);
        }),
    ];

    private static ElementType Type(NodeDraw node) => node.Choose(
        ElementType.Float32, ElementType.Float32, ElementType.Float64, ElementType.Int32, ElementType.Int64, ElementType.UInt32);

    private static void MatMul(NodeDraw node)
    {
        node.Relative = 1e-3;
        ElementType type = Type(node);
        // Sums without terms are what is in memory in ONNX Runtime's products.
        long inner = node.Choose(20) + 1;
        long[] batch = node.AnyExtents(0, 2);
        long[] left = node.OneIn(6) ? [inner] : [.. batch, node.Choose(9) + 1, inner];
        long[] right = node.OneIn(6) ? [inner] : [.. node.Broadcastable(batch), inner, node.Choose(20) + 1];
        node.Operand(type, left).Operand(type, right);
    }

    private static void Gemm(NodeDraw node)
    {
        node.Relative = 1e-3;
        ElementType type = Type(node);
        long rows = node.Extents(1)[0], inner = node.Choose(20) + 1, columns = node.Extents(1)[0];
        int transA = node.Choose(2), transB = node.Choose(2);
        node.Operand(type, transA == 0 ? [rows, inner] : [inner, rows]).Operand(type, transB == 0 ? [inner, columns] : [columns, inner])
            .Attribute("transA", transA).Attribute("transB", transB).Perhaps("alpha", 0.5f, 2f, 0f).Perhaps("beta", 0.5f, 2f, 0f);
        if (node.Opset < 11 || !node.OneIn(4))
            node.Operand(type, node.Choose(0, 1, 2, 3, 4) switch
            {
                0 => [rows, columns],
                1 => [columns],
                2 => [],
                3 => [rows, 1],
                _ => [1, columns],
            });
    }

    private static void Einsum(NodeDraw node)
    {
        node.Relative = 1e-3;
        node.Opset = Math.Max(node.Opset, 12);
        string equation = node.Choose(
            "ij,jk->ik", "bij,bjk->bik", "ij->ji", "ij->", "ii->i", "ii->", "...ij,...jk->...ik", "bhid,bhjd->bhij", "i,j->ij", "i,i",
            "ij,ij->i", "ijk,kl", "bij,bkj->bik", "ij,jk,kl->il", "...i->...", "abc->cab", "iij->ij",
            "bi,bj->bij", "i...,i...->...", "ij, kj -> i k");
        // Extents of 0 end the process of ONNX Runtime.
        var extents = new Dictionary<char, long>();
        ElementType type = Type(node);
        foreach (string term in equation.Split("->")[0].Split(','))
        {
            string letters = term.Trim().Replace("...", ".", StringComparison.Ordinal);
            List<long> shape = [];
            foreach (char letter in letters)
            {
                if (!extents.TryGetValue(letter, out long extent))
                    extents[letter] = extent = node.Choose(5) + 1;
                if (letter == '.')
                    shape.AddRange([2, 3]);
                else
                    shape.Add(extent);
            }

            node.Operand(type, [.. shape]);
        }

        node.Attribute("equation", equation);
    }
}
