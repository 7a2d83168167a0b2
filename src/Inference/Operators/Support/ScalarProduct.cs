using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Steps;
using Fovea.Kernels.Gemm;

namespace Fovea.Inference.Operators.Support;

/// <summary>Products of matrices of other types than float32.</summary>
internal static class ScalarProduct
{
    /// <summary>The types of MatMul and Gemm.</summary>
    public static bool Accepts(ElementType type) => type
        is ElementType.Float32 or ElementType.Float64 or ElementType.Int32 or ElementType.Int64 or ElementType.UInt32 or ElementType.UInt64;

    /// <param name="context">The context of the node.</param>
    /// <param name="a">[matrices, m, k]; matrices are dense, and may all be the same.</param>
    /// <param name="b">[matrices, k, n], likewise.</param>
    /// <param name="product">[matrices, m, n], plain.</param>
    public static unsafe void Emit(LoweringContext context, View a, View b, View product)
    {
        (long matrices, long m, long n, long k) = (product.Shape[0], product.Shape[1], product.Shape[2], a.Shape[2]);
        context.Emit(new RowsStep(
            $"product {product.Type} {matrices}x{m}x{n}x{k}", [a, b], [product], matrices * m, (double)matrices * m * n * k,
            (in RunContext run, long first, long last) =>
            {
                var arguments = new ProductArguments
                {
                    A = run.Address(a),
                    B = run.Address(b),
                    Y = run.Address(product),
                    Rows = m,
                    Depth = k,
                    Columns = n,
                    AStride = a.Strides[0],
                    BStride = b.Strides[0],
                };
                run.Kernels.Of(product.Type).Product(in arguments, first, last);
            }));
    }

    /// <summary>Emits zeros where the sums have no terms.</summary>
    /// <returns>Whether they have none.</returns>
    public static bool IsEmpty(LoweringContext context, View product, long depth)
    {
        if (depth == 0)
            context.Emit(new FillStep(product, new byte[product.Type.SizeInBytes()]));
        return depth == 0;
    }
}
