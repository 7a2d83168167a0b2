using System.Runtime.CompilerServices;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Elementwise;

/// <summary>
/// Applies a function of one float to rows of floats. A tail uses the same vector arithmetic as a full vector, so that a value's result
/// does not depend on its position.
/// </summary>
internal static unsafe class UnaryKernel<TSimd, TVec>
    where TSimd : struct, ISimd<TVec>
    where TVec : struct
{
    public static void Run(UnaryKind kind, in UnaryArguments t)
    {
        switch (kind)
        {
            case UnaryKind.Identity: Run<IdentityOperation<TSimd, TVec>>(in t); break;
            case UnaryKind.Clip: Run<ClipOperation<TSimd, TVec>>(in t); break;
            case UnaryKind.Sigmoid: Run<SigmoidOperation<TSimd, TVec>>(in t); break;
            case UnaryKind.HardSigmoid: Run<HardSigmoidOperation<TSimd, TVec>>(in t); break;
            case UnaryKind.HardSwish: Run<HardSwishOperation<TSimd, TVec>>(in t); break;
            case UnaryKind.Silu: Run<SiluOperation<TSimd, TVec>>(in t); break;
            case UnaryKind.Gelu: Run<GeluOperation<TSimd, TVec>>(in t); break;
            case UnaryKind.LeakyRelu: Run<LeakyReluOperation<TSimd, TVec>>(in t); break;
            case UnaryKind.Tanh: Run<TanhOperation<TSimd, TVec>>(in t); break;
            case UnaryKind.Erf: Run<ErfOperation<TSimd, TVec>>(in t); break;
            case UnaryKind.Exp: Run<ExpOperation<TSimd, TVec>>(in t); break;
            case UnaryKind.Log: Run<LogOperation<TSimd, TVec>>(in t); break;
            case UnaryKind.Sqrt: Run<SqrtOperation<TSimd, TVec>>(in t); break;
            case UnaryKind.Neg: Run<NegOperation<TSimd, TVec>>(in t); break;
            case UnaryKind.Abs: Run<AbsOperation<TSimd, TVec>>(in t); break;
            case UnaryKind.Floor: Run<FloorOperation<TSimd, TVec>>(in t); break;
            case UnaryKind.Ceil: Run<CeilOperation<TSimd, TVec>>(in t); break;
            case UnaryKind.Reciprocal: Run<ReciprocalOperation<TSimd, TVec>>(in t); break;
            case UnaryKind.Elu: Run<EluOperation<TSimd, TVec>>(in t); break;
            case UnaryKind.Selu: Run<SeluOperation<TSimd, TVec>>(in t); break;
            case UnaryKind.Celu: Run<CeluOperation<TSimd, TVec>>(in t); break;
            case UnaryKind.Mish: Run<MishOperation<TSimd, TVec>>(in t); break;
            case UnaryKind.Softplus: Run<SoftplusOperation<TSimd, TVec>>(in t); break;
            case UnaryKind.ParametricSoftplus: Run<ParametricSoftplusOperation<TSimd, TVec>>(in t); break;
            case UnaryKind.Softsign: Run<SoftsignOperation<TSimd, TVec>>(in t); break;
            case UnaryKind.ThresholdedRelu: Run<ThresholdedReluOperation<TSimd, TVec>>(in t); break;
            case UnaryKind.Shrink: Run<ShrinkOperation<TSimd, TVec>>(in t); break;
            case UnaryKind.GeluTanh: Run<GeluTanhOperation<TSimd, TVec>>(in t); break;
            case UnaryKind.ScaledTanh: Run<ScaledTanhOperation<TSimd, TVec>>(in t); break;
            case UnaryKind.Affine: Run<AffineOperation<TSimd, TVec>>(in t); break;
            case UnaryKind.Sign: Run<SignOperation<TSimd, TVec>>(in t); break;
            case UnaryKind.Round: Run<RoundOperation<TSimd, TVec>>(in t); break;
            case UnaryKind.Sin: RunEach(in t, &MathF.Sin); break;
            case UnaryKind.Cos: RunEach(in t, &MathF.Cos); break;
            case UnaryKind.Tan: RunEach(in t, &MathF.Tan); break;
            case UnaryKind.Asin: RunEach(in t, &MathF.Asin); break;
            case UnaryKind.Acos: RunEach(in t, &MathF.Acos); break;
            case UnaryKind.Atan: RunEach(in t, &MathF.Atan); break;
            case UnaryKind.Sinh: RunEach(in t, &MathF.Sinh); break;
            case UnaryKind.Cosh: RunEach(in t, &MathF.Cosh); break;
            case UnaryKind.Asinh: RunEach(in t, &MathF.Asinh); break;
            case UnaryKind.Acosh: RunEach(in t, &MathF.Acosh); break;
            case UnaryKind.Atanh: RunEach(in t, &MathF.Atanh); break;
            default: throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such function.");
        }
    }

    [MethodImpl(Loop.OptimizedAtOnce)]
    private static void Run<TOperation>(in UnaryArguments t) where TOperation : struct, IUnaryOperation<TVec>
    {
        int lanes = TSimd.Lanes;
        TVec alpha = TSimd.Broadcast(t.Alpha);
        TVec beta = TSimd.Broadcast(t.Beta);
        long columns = t.Columns;
        for (long row = 0; row < t.Rows; row++)
        {
            float* x = (float*)t.X + (row * t.XRow);
            float* y = (float*)t.Y + (row * t.YRow);
            long i = 0;
            for (; i <= columns - lanes; i += lanes)
                TSimd.Store(y + i, TOperation.Apply(TSimd.Load(x + i), alpha, beta));
            int tail = (int)(columns - i);
            if (tail > 0)
                TSimd.StoreTail(y + i, TOperation.Apply(TSimd.LoadTail(x + i, tail), alpha, beta), tail);
        }
    }

    // Functions that no network applies to its maps, by the platform's scalar functions.
    [MethodImpl(Loop.OptimizedAtOnce)]
    private static void RunEach(in UnaryArguments t, delegate*<float, float> function)
    {
        for (long row = 0; row < t.Rows; row++)
        {
            float* x = (float*)t.X + (row * t.XRow);
            float* y = (float*)t.Y + (row * t.YRow);
            for (long i = 0; i < t.Columns; i++)
                y[i] = function(x[i]);
        }
    }
}
