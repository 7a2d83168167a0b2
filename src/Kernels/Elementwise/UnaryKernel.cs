using System.Runtime.CompilerServices;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Elementwise;

/// <summary>Applies a function of one float to rows of floats. A tail takes the same vector arithmetic as a whole vector, so that a value's result does not depend on its place.</summary>
internal static unsafe class UnaryKernel<TSimd, TVec>
    where TSimd : struct, ISimd<TVec>
    where TVec : struct
{
    public static void Run(
        UnaryKind kind, float* x, long xStride, float* y, long yStride, long rows, long columns, float alpha, float beta)
    {
        switch (kind)
        {
            case UnaryKind.Identity: Run<IdentityOperation<TSimd, TVec>>(x, xStride, y, yStride, rows, columns, alpha, beta); break;
            case UnaryKind.Clip: Run<ClipOperation<TSimd, TVec>>(x, xStride, y, yStride, rows, columns, alpha, beta); break;
            case UnaryKind.Sigmoid: Run<SigmoidOperation<TSimd, TVec>>(x, xStride, y, yStride, rows, columns, alpha, beta); break;
            case UnaryKind.HardSigmoid: Run<HardSigmoidOperation<TSimd, TVec>>(x, xStride, y, yStride, rows, columns, alpha, beta); break;
            case UnaryKind.HardSwish: Run<HardSwishOperation<TSimd, TVec>>(x, xStride, y, yStride, rows, columns, alpha, beta); break;
            case UnaryKind.Silu: Run<SiluOperation<TSimd, TVec>>(x, xStride, y, yStride, rows, columns, alpha, beta); break;
            case UnaryKind.Gelu: Run<GeluOperation<TSimd, TVec>>(x, xStride, y, yStride, rows, columns, alpha, beta); break;
            case UnaryKind.LeakyRelu: Run<LeakyReluOperation<TSimd, TVec>>(x, xStride, y, yStride, rows, columns, alpha, beta); break;
            case UnaryKind.Tanh: Run<TanhOperation<TSimd, TVec>>(x, xStride, y, yStride, rows, columns, alpha, beta); break;
            case UnaryKind.Erf: Run<ErfOperation<TSimd, TVec>>(x, xStride, y, yStride, rows, columns, alpha, beta); break;
            case UnaryKind.Exp: Run<ExpOperation<TSimd, TVec>>(x, xStride, y, yStride, rows, columns, alpha, beta); break;
            case UnaryKind.Log: Run<LogOperation<TSimd, TVec>>(x, xStride, y, yStride, rows, columns, alpha, beta); break;
            case UnaryKind.Sqrt: Run<SqrtOperation<TSimd, TVec>>(x, xStride, y, yStride, rows, columns, alpha, beta); break;
            case UnaryKind.Neg: Run<NegOperation<TSimd, TVec>>(x, xStride, y, yStride, rows, columns, alpha, beta); break;
            case UnaryKind.Abs: Run<AbsOperation<TSimd, TVec>>(x, xStride, y, yStride, rows, columns, alpha, beta); break;
            case UnaryKind.Floor: Run<FloorOperation<TSimd, TVec>>(x, xStride, y, yStride, rows, columns, alpha, beta); break;
            case UnaryKind.Ceil: Run<CeilOperation<TSimd, TVec>>(x, xStride, y, yStride, rows, columns, alpha, beta); break;
            case UnaryKind.Reciprocal: Run<ReciprocalOperation<TSimd, TVec>>(x, xStride, y, yStride, rows, columns, alpha, beta); break;
            default: throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such function.");
        }
    }

    private static void Run<TOperation>(
        float* x, long xStride, float* y, long yStride, long rows, long columns, float alpha, float beta)
        where TOperation : struct, IUnaryOperation<TVec>
    {
        int lanes = TSimd.Lanes;
        TVec a = TSimd.Broadcast(alpha);
        TVec b = TSimd.Broadcast(beta);
        for (long row = 0; row < rows; row++)
        {
            float* from = x + (row * xStride);
            float* to = y + (row * yStride);
            long i = 0;
            for (; i <= columns - lanes; i += lanes)
                TSimd.Store(to + i, TOperation.Apply(TSimd.Load(from + i), a, b));
            int tail = (int)(columns - i);
            if (tail > 0)
                TSimd.StoreTail(to + i, TOperation.Apply(TSimd.LoadTail(from + i, tail), a, b), tail);
        }
    }
}
