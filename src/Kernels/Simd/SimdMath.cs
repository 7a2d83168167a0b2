using System.Runtime.CompilerServices;

namespace Fovea.Kernels.Simd;

/// <summary>
/// Elementary functions over vectors, the same arithmetic in every lane and at every width. Polynomials and reductions are those of
/// the Cephes library (Moshier, https://www.netlib.org/cephes/, single/expf.c, logf.c, tanhf.c, ndtrf.c).
/// </summary>
internal static class SimdMath<TSimd, TVec>
    where TSimd : struct, ISimd<TVec>
    where TVec : struct
{
    /// <summary>
    /// min(max, max(min, x)), ONNX's Clip: if min is above max, the result is max. NaN and the sign of a zero pass through. Every epilogue
    /// clamps with this function, so that a fused Clip has the same bits as a separate one.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec Clamp(TVec x, TVec min, TVec max) => TSimd.Min(max, TSimd.Max(min, x));

    /// <summary>e^x; infinity above 88.73, zero below -104.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec Exp(TVec x)
    {
        x = Clamp(x, TSimd.Broadcast(-104f), TSimd.Broadcast(89f));
        TVec p = Fraction(x, out TVec n);
        // 2^n in two factors: n reaches 128 and -150, outside the exponents of a normal number.
        TVec half = TSimd.Floor(TSimd.Multiply(n, TSimd.Broadcast(0.5f)));
        return TSimd.Multiply(TSimd.Multiply(p, TSimd.PowerOfTwo(half)), TSimd.PowerOfTwo(TSimd.Subtract(n, half)));
    }

    /// <summary>
    /// e^-x for functions that saturate, of x in [-89, 105]: infinity at the lower end, 0 at the upper one. The polynomial is the minimax
    /// one of degree 5 with the first two coefficients 1 (Remez' algorithm; relative error 1.05e-7 on |r| up to ln 2 / 2); n ln 2 is
    /// subtracted in one step, whose error of 2e-9 n is below that.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVec ExpOfNegative(TVec x)
    {
        // -x = n ln 2 - r; the signs of r and of every other sum of the polynomial are turned around.
        TVec n = TSimd.Floor(TSimd.MultiplyAdd(x, TSimd.Broadcast(-1.44269504088896341f), TSimd.Broadcast(0.5f)));
        TVec r = TSimd.MultiplyAdd(n, TSimd.Broadcast(0.693147180559945f), x);
        TVec p = TSimd.MultiplyAdd(r, TSimd.Broadcast(-8.312524865766556e-3f), TSimd.Broadcast(4.189011314986306e-2f));
        p = TSimd.MultiplyAdd(p, r, TSimd.Broadcast(-1.666711446536678e-1f));
        p = TSimd.MultiplyAdd(p, r, TSimd.Broadcast(4.9999231791609333e-1f));
        p = TSimd.MultiplyAdd(p, r, TSimd.Broadcast(-1f));
        return TSimd.Scale(TSimd.MultiplyAdd(p, r, TSimd.Broadcast(1f)), n);
    }

    // e^x = 2^n p with p in [sqrt(1/2), sqrt(2)].
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVec Fraction(TVec x, out TVec n) => TSimd.Add(FractionMinusOne(x, out n), TSimd.Broadcast(1f));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVec FractionMinusOne(TVec x, out TVec n)
    {
        // x = n ln 2 + r with |r| <= ln 2 / 2; ln 2 is subtracted in two parts so that r keeps its low bits.
        n = TSimd.Floor(TSimd.MultiplyAdd(x, TSimd.Broadcast(1.44269504088896341f), TSimd.Broadcast(0.5f)));
        TVec r = TSimd.MultiplyAdd(n, TSimd.Broadcast(-0.693359375f), x);
        r = TSimd.MultiplyAdd(n, TSimd.Broadcast(2.12194440e-4f), r);
        TVec p = TSimd.Broadcast(1.9875691500e-4f);
        p = TSimd.MultiplyAdd(p, r, TSimd.Broadcast(1.3981999507e-3f));
        p = TSimd.MultiplyAdd(p, r, TSimd.Broadcast(8.3334519073e-3f));
        p = TSimd.MultiplyAdd(p, r, TSimd.Broadcast(4.1665795894e-2f));
        p = TSimd.MultiplyAdd(p, r, TSimd.Broadcast(1.6666665459e-1f));
        p = TSimd.MultiplyAdd(p, r, TSimd.Broadcast(5.0000001201e-1f));
        return TSimd.MultiplyAdd(TSimd.Multiply(r, r), p, r);
    }

    /// <summary>
    /// e^x - 1 without cancellation near zero; x is clamped to [-87, 88], where it is -1 and 1.7e38 to the last bit that matters.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec ExpMinusOne(TVec x)
    {
        x = Clamp(x, TSimd.Broadcast(-87f), TSimd.Broadcast(88f));
        // e^x - 1 = 2^n (p - 1) + (2^n - 1): p - 1 is what the polynomial gives before its 1 is added, and the rest is exact.
        TVec p = FractionMinusOne(x, out TVec n);
        TVec scale = TSimd.PowerOfTwo(n);
        return TSimd.MultiplyAdd(scale, p, TSimd.Subtract(scale, TSimd.Broadcast(1f)));
    }

    /// <summary>ln(1 + e^x); 0 below -104.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec Softplus(TVec x)
    {
        // max(x, 0) + ln(1 + t) with t = e^-|x| in (0, 1]. The sum u = 1 + t is rounded; (t - (u - 1)) / u is, to first order, what the
        // logarithm of u lacks for it.
        TVec t = ExpOfNegative(TSimd.Min(TSimd.Broadcast(105f), TSimd.Abs(x)));
        TVec u = TSimd.Add(TSimd.Broadcast(1f), t);
        TVec lost = TSimd.Subtract(t, TSimd.Subtract(u, TSimd.Broadcast(1f)));
        return TSimd.Add(TSimd.Max(TSimd.Zero, x), TSimd.Add(NormalLog(u), TSimd.Divide(lost, u)));
    }

    /// <summary>tanh(ln(1 + e^x)); 0 below -104.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec TanhSoftplus(TVec x)
    {
        // With e = e^x it is n / (n + 2) for n = e (e + 2), 1 to the last bit from x = 20 on, beyond which n would overflow.
        TVec e = ExpOfNegative(Clamp(TSimd.Subtract(TSimd.Zero, x), TSimd.Broadcast(-20f), TSimd.Broadcast(105f)));
        TVec n = TSimd.Multiply(e, TSimd.Add(e, TSimd.Broadcast(2f)));
        return TSimd.Divide(n, TSimd.Add(n, TSimd.Broadcast(2f)));
    }

    /// <summary>The nearest integer; of two that are equally near, the even one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec RoundToEven(TVec x)
    {
        // Floats from 2^23 on are integers: adding 2^23 rounds the fraction away as the processor rounds, half to even.
        TVec magnitude = TSimd.Abs(x);
        TVec big = TSimd.Broadcast(8388608f);
        TVec rounded = TSimd.Subtract(TSimd.Add(magnitude, big), big);
        rounded = TSimd.SelectLess(magnitude, big, rounded, magnitude);
        return TSimd.SelectLess(x, TSimd.Zero, TSimd.Multiply(rounded, TSimd.Broadcast(-1f)), rounded);
    }

    /// <summary>1 + e^-x, by which 1 divided is the logistic function of x; infinity below -89.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec LogisticDenominator(TVec x) =>
        TSimd.Add(TSimd.Broadcast(1f), ExpOfNegative(Clamp(x, TSimd.Broadcast(-89f), TSimd.Broadcast(105f))));

    /// <summary>The hyperbolic tangent: an odd polynomial below 0.625, 1 - 2 / (e^2x + 1) above.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec Tanh(TVec x)
    {
        TVec magnitude = TSimd.Abs(x);
        TVec square = TSimd.Multiply(x, x);
        TVec p = TSimd.Broadcast(-5.70498872745e-3f);
        p = TSimd.MultiplyAdd(p, square, TSimd.Broadcast(2.06390887954e-2f));
        p = TSimd.MultiplyAdd(p, square, TSimd.Broadcast(-5.37397155531e-2f));
        p = TSimd.MultiplyAdd(p, square, TSimd.Broadcast(1.33314422036e-1f));
        p = TSimd.MultiplyAdd(p, square, TSimd.Broadcast(-3.33332819422e-1f));
        TVec small = TSimd.MultiplyAdd(TSimd.Multiply(p, square), x, x);
        TVec exponential = ExpOfNegative(TSimd.Max(TSimd.Broadcast(-89f), TSimd.Multiply(magnitude, TSimd.Broadcast(-2f))));
        TVec large = TSimd.Subtract(
            TSimd.Broadcast(1f), TSimd.Divide(TSimd.Broadcast(2f), TSimd.Add(exponential, TSimd.Broadcast(1f))));
        large = TSimd.SelectLess(x, TSimd.Zero, TSimd.Subtract(TSimd.Zero, large), large);
        return TSimd.SelectLess(magnitude, TSimd.Broadcast(0.625f), small, large);
    }

    /// <summary>
    /// The error function: an odd polynomial below 1; above, formula 7.1.26 of Abramowitz and Stegun, "Handbook of Mathematical
    /// Functions" (absolute error below 1.5e-7).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec Erf(TVec x)
    {
        TVec magnitude = TSimd.Abs(x);
        TVec square = TSimd.Multiply(x, x);
        TVec p = TSimd.Broadcast(7.853861353153693e-5f);
        p = TSimd.MultiplyAdd(p, square, TSimd.Broadcast(-8.010193625184903e-4f));
        p = TSimd.MultiplyAdd(p, square, TSimd.Broadcast(5.188327685732524e-3f));
        p = TSimd.MultiplyAdd(p, square, TSimd.Broadcast(-2.685381193529856e-2f));
        p = TSimd.MultiplyAdd(p, square, TSimd.Broadcast(1.128358514861418e-1f));
        p = TSimd.MultiplyAdd(p, square, TSimd.Broadcast(-3.761262582423300e-1f));
        p = TSimd.MultiplyAdd(p, square, TSimd.Broadcast(1.128379165726710f));
        TVec small = TSimd.Multiply(p, x);
        TVec t = TSimd.Divide(TSimd.Broadcast(1f), TSimd.MultiplyAdd(TSimd.Broadcast(0.3275911f), magnitude, TSimd.Broadcast(1f)));
        TVec tail = TSimd.Multiply(Complement(t), ExpOfNegative(TSimd.Min(TSimd.Broadcast(105f), square)));
        TVec large = TSimd.Subtract(TSimd.Broadcast(1f), tail);
        large = TSimd.SelectLess(x, TSimd.Zero, TSimd.Subtract(TSimd.Zero, large), large);
        return TSimd.SelectLess(magnitude, TSimd.Broadcast(1f), small, large);
    }

    // What e^-x^2 is multiplied by in formula 7.1.26, of t = 1 / (1 + 0.3275911 x), to give 1 - erf(x) for positive x.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVec Complement(TVec t)
    {
        TVec q = TSimd.Broadcast(1.061405429f);
        q = TSimd.MultiplyAdd(q, t, TSimd.Broadcast(-1.453152027f));
        q = TSimd.MultiplyAdd(q, t, TSimd.Broadcast(1.421413741f));
        q = TSimd.MultiplyAdd(q, t, TSimd.Broadcast(-0.284496736f));
        q = TSimd.MultiplyAdd(q, t, TSimd.Broadcast(0.254829592f));
        return TSimd.Multiply(q, t);
    }

    /// <summary>x (1 + erf(x / sqrt(2))) / 2; 0 below -14.49.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec Gelu(TVec x)
    {
        // With c = 1 - erf(|x| / sqrt(2)) it is max(x, 0) - c |x| / 2 on both sides of 0, without cancellation.
        TVec magnitude = TSimd.Min(TSimd.Broadcast(14.49f), TSimd.Abs(x));
        TVec half = TSimd.Multiply(magnitude, TSimd.Broadcast(-0.5f));
        TVec t = TSimd.Divide(
            TSimd.Broadcast(1f),
            TSimd.MultiplyAdd(TSimd.Broadcast(0.3275911f * 0.70710678118654752f), magnitude, TSimd.Broadcast(1f)));
        TVec e = ExpOfNegative(TSimd.Multiply(half, TSimd.Subtract(TSimd.Zero, magnitude)));
        return TSimd.MultiplyAdd(TSimd.Multiply(Complement(t), half), e, TSimd.Max(TSimd.Zero, x));
    }

    /// <summary>The natural logarithm; NaN below zero and of NaN, -infinity at zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec Log(TVec x)
    {
        // Denormals are brought among the normal numbers by 2^23, whose logarithm is taken off again.
        TVec least = TSimd.Broadcast(1.17549435e-38f);
        TVec y = NormalLog(TSimd.Multiply(x, TSimd.SelectLess(x, least, TSimd.Broadcast(8388608f), TSimd.Broadcast(1f))));
        return TSimd.Subtract(y, TSimd.SelectLess(x, least, TSimd.Broadcast(15.942385152878742f), TSimd.Zero));
    }

    /// <summary>The natural logarithm of normal numbers; NaN below zero and of NaN, -infinity at zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec NormalLog(TVec x)
    {
        TVec m = TSimd.Fraction(x, out TVec e);
        // m - 1 for m in [sqrt(1/2), sqrt(2)): below sqrt(1/2) double m and take one from the exponent.
        TVec isSmall = TSimd.SelectLess(m, TSimd.Broadcast(0.707106781186547524f), TSimd.Broadcast(1f), TSimd.Zero);
        e = TSimd.Subtract(e, isSmall);
        m = TSimd.Subtract(TSimd.MultiplyAdd(m, isSmall, m), TSimd.Broadcast(1f));
        TVec square = TSimd.Multiply(m, m);
        TVec p = TSimd.Broadcast(7.0376836292e-2f);
        p = TSimd.MultiplyAdd(p, m, TSimd.Broadcast(-1.1514610310e-1f));
        p = TSimd.MultiplyAdd(p, m, TSimd.Broadcast(1.1676998740e-1f));
        p = TSimd.MultiplyAdd(p, m, TSimd.Broadcast(-1.2420140846e-1f));
        p = TSimd.MultiplyAdd(p, m, TSimd.Broadcast(1.4249322787e-1f));
        p = TSimd.MultiplyAdd(p, m, TSimd.Broadcast(-1.6668057665e-1f));
        p = TSimd.MultiplyAdd(p, m, TSimd.Broadcast(2.0000714765e-1f));
        p = TSimd.MultiplyAdd(p, m, TSimd.Broadcast(-2.4999993993e-1f));
        p = TSimd.MultiplyAdd(p, m, TSimd.Broadcast(3.3333331174e-1f));
        TVec y = TSimd.Multiply(TSimd.Multiply(p, m), square);
        y = TSimd.MultiplyAdd(e, TSimd.Broadcast(-2.12194440e-4f), y);
        y = TSimd.MultiplyAdd(square, TSimd.Broadcast(-0.5f), y);
        y = TSimd.MultiplyAdd(e, TSimd.Broadcast(0.693359375f), TSimd.Add(m, y));
        y = TSimd.SelectLess(TSimd.Zero, x, y, TSimd.Broadcast(float.NegativeInfinity));
        y = TSimd.SelectLess(TSimd.Broadcast(float.MaxValue), x, TSimd.Broadcast(float.PositiveInfinity), y);
        return TSimd.SelectNaN(x, x, TSimd.SelectLess(x, TSimd.Zero, TSimd.Broadcast(float.NaN), y));
    }
}
