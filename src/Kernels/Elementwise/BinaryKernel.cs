using System.Runtime.CompilerServices;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Elementwise;

/// <summary>Applies a function of two floats to rows and clamps the result. Each operand is a full row or one repeated element.</summary>
internal static unsafe class BinaryKernel<TSimd, TVec>
    where TSimd : struct, ISimd<TVec>
    where TVec : struct
{
    public static void Run(BinaryKind kind, in BinaryArguments t)
    {
        switch (kind)
        {
            case BinaryKind.Add: Run<AddOperation<TSimd, TVec>>(in t); break;
            case BinaryKind.Sub: Run<SubOperation<TSimd, TVec>>(in t); break;
            case BinaryKind.Mul: Run<MulOperation<TSimd, TVec>>(in t); break;
            case BinaryKind.Div: Run<DivOperation<TSimd, TVec>>(in t); break;
            case BinaryKind.Min: Run<MinOperation<TSimd, TVec>>(in t); break;
            case BinaryKind.Max: Run<MaxOperation<TSimd, TVec>>(in t); break;
            case BinaryKind.Minimum: Run<MinimumOperation<TSimd, TVec>>(in t); break;
            case BinaryKind.Maximum: Run<MaximumOperation<TSimd, TVec>>(in t); break;
            case BinaryKind.PRelu: Run<PReluOperation<TSimd, TVec>>(in t); break;
            case BinaryKind.ReluGrad: Run<ReluGradOperation<TSimd, TVec>>(in t); break;
            case BinaryKind.Pow: RunEach<Power>(in t); break;
            case BinaryKind.Mod: RunEach<ScalarMod<float>>(in t); break;
            case BinaryKind.Fmod: RunEach<ScalarFmod<float>>(in t); break;
            default: throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such function.");
        }
    }

    [MethodImpl(Loop.OptimizedAtOnce)]
    private static void Run<TOperation>(in BinaryArguments t) where TOperation : struct, IBinaryOperation<TVec>
    {
        int lanes = TSimd.Lanes;
        TVec min = TSimd.Broadcast(t.Min);
        TVec max = TSimd.Broadcast(t.Max);
        long columns = t.Columns;
        for (long row = 0; row < t.Rows; row++)
        {
            float* a = (float*)t.A + (row * t.ARow);
            float* b = (float*)t.B + (row * t.BRow);
            float* y = (float*)t.Y + (row * t.YRow);
            long i = 0;
            if (t.AColumn == 1 && t.BColumn == 1)
            {
                for (; i <= columns - lanes; i += lanes)
                    TSimd.Store(y + i, SimdMath<TSimd, TVec>.Clamp(TOperation.Apply(TSimd.Load(a + i), TSimd.Load(b + i)), min, max));
            }
            else if (t.AColumn == 1)
            {
                TVec repeated = TSimd.Broadcast(*b);
                for (; i <= columns - lanes; i += lanes)
                    TSimd.Store(y + i, SimdMath<TSimd, TVec>.Clamp(TOperation.Apply(TSimd.Load(a + i), repeated), min, max));
            }
            else
            {
                TVec repeated = TSimd.Broadcast(*a);
                for (; i <= columns - lanes; i += lanes)
                    TSimd.Store(y + i, SimdMath<TSimd, TVec>.Clamp(TOperation.Apply(repeated, Operand(b, t.BColumn, i)), min, max));
            }

            int tail = (int)(columns - i);
            if (tail > 0)
            {
                TVec left = t.AColumn == 1 ? TSimd.LoadTail(a + i, tail) : TSimd.Broadcast(*a);
                TVec right = t.BColumn == 1 ? TSimd.LoadTail(b + i, tail) : TSimd.Broadcast(*b);
                TSimd.StoreTail(y + i, SimdMath<TSimd, TVec>.Clamp(TOperation.Apply(left, right), min, max), tail);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVec Operand(float* source, long stride, long i) => stride == 1 ? TSimd.Load(source + i) : TSimd.Broadcast(*source);

    // Functions without vectors. A row is clamped by the same function as an unfused Clip.
    [MethodImpl(Loop.OptimizedAtOnce)]
    private static void RunEach<TOperation>(in BinaryArguments t) where TOperation : struct, IScalarOperation<float>
    {
        for (long row = 0; row < t.Rows; row++)
        {
            float* a = (float*)t.A + (row * t.ARow);
            float* b = (float*)t.B + (row * t.BRow);
            float* y = (float*)t.Y + (row * t.YRow);
            for (long i = 0; i < t.Columns; i++)
                y[i] = TOperation.Apply(a[i * t.AColumn], b[i * t.BColumn]);
            UnaryKernel<TSimd, TVec>.Run(
                UnaryKind.Clip, new UnaryArguments { X = y, Y = y, Rows = 1, Columns = t.Columns, Alpha = t.Min, Beta = t.Max });
        }
    }

    // Squares, the most frequent powers in networks, are exact products; other powers use the platform's function.
    private readonly struct Power : IScalarOperation<float>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static float Apply(float a, float b) => b == 2f ? a * a : MathF.Pow(a, b);
    }
}
