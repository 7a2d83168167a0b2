namespace Fovea.Kernels.Simd;

/// <summary>A vector of 32-bit sums of products of bytes, and what becomes of them. Arithmetic wraps around.</summary>
/// <typeparam name="TSum">The raw vector type (Vector512&lt;int&gt; and so on, or int).</typeparam>
internal unsafe interface IByteSums<TSum> where TSum : struct
{
    /// <summary>Sums per vector.</summary>
    static abstract int Lanes { get; }

    static abstract TSum Broadcast(int value);

    static abstract TSum Load(int* source);

    static abstract TSum Subtract(TSum a, TSum b);

    static abstract TSum Multiply(TSum a, TSum b);

    /// <summary>The sum of all lanes.</summary>
    static abstract int Total(TSum sums);

    /// <summary>Stores the first <paramref name="count"/> (1 to Lanes) sums; memory after them is not accessed.</summary>
    static abstract void Store(int* target, TSum sums, int count);

    /// <summary>
    /// Stores the first <paramref name="count"/> (1 to Lanes) sums as floats: each times its scale, which is rounded, plus its offset,
    /// clamped to [low, high].
    /// </summary>
    static abstract void StoreFloats(float* target, TSum sums, float* scales, float* offsets, float low, float high, int count);

    /// <summary>
    /// Stores the first <paramref name="count"/> (1 to Lanes) sums as bytes: each times its scale, clamped to [low, high], rounded (half to
    /// even), plus zero. Signed or not, the result is the low byte.
    /// </summary>
    static abstract void StoreBytes(byte* target, TSum sums, float* scales, float low, float high, int zero, int count);

    /// <summary>Stores two vectors of sums, one behind the other, as <see cref="StoreBytes"/> does.</summary>
    static abstract void StoreTwo(byte* target, TSum first, TSum second, float* scales, float low, float high, int zero);
}
