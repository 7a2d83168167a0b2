using Fovea.Inference.Onnx.Schema;

namespace Fovea.Bench.Quantizing;

/// <summary>What Gemm nodes are.</summary>
internal static class Gemms
{
    /// <summary>Whether it is a product and a bias, without factors.</summary>
    public static bool IsPlain(NodeProto node) =>
        node.Float("alpha", 1) == 1 && node.Float("beta", 1) == 1 && node.Int("transA", 0) == 0;

    /// <summary>The weights [N,K] as [K,N].</summary>
    public static float[] Transposed(float[] weights, long[] extents)
    {
        int rows = (int)extents[0], columns = (int)extents[1];
        var transposed = new float[weights.Length];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
                transposed[column * rows + row] = weights[row * columns + column];
        }

        return transposed;
    }
}
