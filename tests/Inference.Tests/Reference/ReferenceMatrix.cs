namespace Fovea.Inference.Tests.Reference;

/// <summary>Gemm and MatMul.</summary>
internal static class ReferenceMatrix
{
    /// <summary>alpha * A' * B' + beta * C, C broadcast to the result.</summary>
    public static NdArray Gemm(
        NdArray a, NdArray b, NdArray? c, float alpha = 1, float beta = 1, bool transposeA = false, bool transposeB = false)
    {
        long rows = a.Shape[transposeA ? 1 : 0], inner = a.Shape[transposeA ? 0 : 1], columns = b.Shape[transposeB ? 0 : 1];
        var shape = new Shape(rows, columns);
        NdArray? addend = c is null ? null : ReferenceElementwise.Broadcast(c, shape);
        return NdArray.Build(shape, index =>
        {
            double sum = 0;
            for (long k = 0; k < inner; k++)
                sum += (transposeA ? a[k, index[0]] : a[index[0], k]) * (transposeB ? b[index[1], k] : b[k, index[1]]);
            return alpha * sum + beta * (addend?[index] ?? 0);
        });
    }

    /// <summary>numpy's matmul: vectors are promoted, leading dimensions broadcast.</summary>
    public static NdArray MatMul(NdArray a, NdArray b)
    {
        NdArray left = a.Rank == 1 ? a.Reshape(1, a.Shape[0]) : a;
        NdArray right = b.Rank == 1 ? b.Reshape(b.Shape[0], 1) : b;
        long rows = left.Shape[-2], inner = left.Shape[-1], columns = right.Shape[-1];
        Shape stack = ReferenceElementwise.Common(
            new Shape(left.Shape.Dimensions[..^2]), new Shape(right.Shape.Dimensions[..^2]));
        left = ReferenceElementwise.Broadcast(left, new Shape([.. stack, rows, inner]));
        right = ReferenceElementwise.Broadcast(right, new Shape([.. stack, inner, columns]));
        NdArray product = NdArray.Build(new Shape([.. stack, rows, columns]), index =>
        {
            double sum = 0;
            long[] l = [.. index], r = [.. index];
            for (long k = 0; k < inner; k++)
            {
                (l[^1], r[^2]) = (k, k);
                sum += left[l] * right[r];
            }

            return sum;
        });
        long[] shape = [.. stack, .. a.Rank == 1 ? [] : new[] { rows }, .. b.Rank == 1 ? [] : new[] { columns }];
        return product.Reshape(shape);
    }
}
