using System.Numerics;
using System.Runtime.CompilerServices;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Quantized;

/// <summary>Floats, or sums of products, to integers and back, one element at a time.</summary>
internal static unsafe class ScalarQuantizeKernel<T>
    where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
{
    /// <summary>clamp(roundToEven(x / scale) + zero); NaN becomes the least.</summary>
    public static void Quantize(in QuantizeArguments t) => Run<float, T, Quotient>(in t);

    /// <summary>clamp(roundToEven((float)sum * scale) + zero), of Int32.</summary>
    public static void Requantize(in QuantizeArguments t) => Run<int, T, Product>(in t);

    /// <summary>(x - zero) * scale.</summary>
    public static void Dequantize(in QuantizeArguments t) => Run<T, float, Difference>(in t);

    [MethodImpl(Loop.OptimizedAtOnce)]
    private static void Run<TFrom, TTo, TConversion>(in QuantizeArguments t)
        where TFrom : unmanaged
        where TTo : unmanaged
        where TConversion : struct, IConversion<TFrom, TTo>
    {
        for (long row = 0; row < t.Rows; row++)
        {
            TFrom* x = (TFrom*)t.X + (row * t.XRow);
            float* scales = t.Scale + (row * t.ScaleRow);
            float* zeros = t.Zero + (row * t.ZeroRow);
            TTo* y = (TTo*)t.Y + (row * t.YRow);
            for (long i = 0; i < t.Columns; i++)
                y[i * t.YColumn] = TConversion.Of(x[i], scales[i * t.ScaleColumn], zeros[i * t.ZeroColumn]);
        }
    }

    // Clamped before the zero point is added. NaN is no larger than the bound.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Rounded(float number, float zero)
    {
        float least = float.CreateTruncating(T.MinValue) - zero;
        float largest = float.CreateTruncating(T.MaxValue) - zero;
        number = number > least ? number : least;
        number = number < largest ? number : largest;
        return T.CreateTruncating((int)(MathF.Round(number, MidpointRounding.ToEven) + zero));
    }

    private interface IConversion<TFrom, TTo>
    {
        static abstract TTo Of(TFrom x, float scale, float zero);
    }

    private readonly struct Quotient : IConversion<float, T>
    {
        public static T Of(float x, float scale, float zero) => Rounded(x / scale, zero);
    }

    private readonly struct Product : IConversion<int, T>
    {
        public static T Of(int x, float scale, float zero) => Rounded(x * scale, zero);
    }

    private readonly struct Difference : IConversion<T, float>
    {
        public static float Of(T x, float scale, float zero) => (float.CreateTruncating(x) - zero) * scale;
    }
}
