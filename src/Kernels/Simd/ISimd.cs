namespace Fovea.Kernels.Simd;

/// <summary>
/// The operations of a vector of 32-bit floats that kernels use. Kernels are written once against this interface; the JIT specialises them
/// for each implementation, so that a call becomes an instruction.
/// </summary>
/// <typeparam name="TVec">The raw vector type (Vector512&lt;float&gt; and so on, or float).</typeparam>
internal unsafe interface ISimd<TVec> where TVec : struct
{
    /// <summary>Floats per vector.</summary>
    static abstract int Lanes { get; }

    /// <summary>The number of vector registers of this width, which limits the height of register tiles.</summary>
    static abstract int Registers { get; }

    static abstract TVec Zero { get; }

    static abstract TVec Broadcast(float value);

    static abstract TVec Load(float* source);

    static abstract void Store(float* target, TVec value);

    /// <summary>
    /// Loads <paramref name="count"/> (1 to Lanes - 1) floats; the other lanes are zero and their memory is not accessed.
    /// </summary>
    static abstract TVec LoadTail(float* source, int count);

    /// <summary>Stores the first <paramref name="count"/> (1 to Lanes - 1) lanes; memory after them is not accessed.</summary>
    static abstract void StoreTail(float* target, TVec value, int count);

    /// <summary>As many unsigned bytes as there are lanes, as floats.</summary>
    static abstract TVec LoadBytes(byte* source);

    /// <summary>As many signed bytes as there are lanes, as floats.</summary>
    static abstract TVec LoadSignedBytes(sbyte* source);

    /// <summary>Stores integers between -128 and 255 as bytes, one per lane: the low eight bits of each.</summary>
    static abstract void StoreBytes(byte* target, TVec value);

    /// <summary>
    /// Stores the low byte of each lane, which is below 2^22, rounded half to even, plus an integer; as many bytes as there are lanes.
    /// </summary>
    static abstract void StoreRounded(byte* target, TVec value, int zero);

    /// <summary>
    /// Asks for a cache line in the second-level cache; the address may be any, mapped or not. Without effect where there is no such
    /// instruction.
    /// </summary>
    static abstract void Prefetch(byte* address);

    static abstract TVec Add(TVec a, TVec b);

    static abstract TVec Subtract(TVec a, TVec b);

    static abstract TVec Multiply(TVec a, TVec b);

    static abstract TVec Divide(TVec a, TVec b);

    /// <summary>a * b + c: fused if the machine supports it, else a product and a sum.</summary>
    static abstract TVec MultiplyAdd(TVec a, TVec b, TVec c);

    /// <summary>The smaller one; <paramref name="b"/> if they are equal or either is NaN.</summary>
    static abstract TVec Min(TVec a, TVec b);

    /// <summary>The larger one; <paramref name="b"/> if they are equal or either is NaN.</summary>
    static abstract TVec Max(TVec a, TVec b);

    static abstract TVec SquareRoot(TVec a);

    static abstract TVec Floor(TVec a);

    static abstract TVec Ceiling(TVec a);

    static abstract TVec Abs(TVec a);

    /// <summary>Per lane: a &lt; b ? whenTrue : whenFalse.</summary>
    static abstract TVec SelectLess(TVec a, TVec b, TVec whenTrue, TVec whenFalse);

    /// <summary>Per lane: a is NaN ? whenNaN : otherwise.</summary>
    static abstract TVec SelectNaN(TVec a, TVec whenNaN, TVec otherwise);

    /// <summary>2^n for integer n in [-126, 127].</summary>
    static abstract TVec PowerOfTwo(TVec n);

    /// <summary>
    /// p * 2^n for p in [0.5, 2) and integer n in [-160, 128]: what is below the normal numbers may be 0, what is above 2^127 infinity.
    /// </summary>
    static abstract TVec Scale(TVec p, TVec n);

    /// <summary>
    /// Splits a positive normal number x = m * 2^e with m in [0.5, 1): returns m and sets <paramref name="exponent"/> to e.
    /// </summary>
    static abstract TVec Fraction(TVec a, out TVec exponent);

    /// <summary>The lanes of two vectors in turn, a0 b0 a1 b1 ...: returns the first half and sets <paramref name="high"/>.</summary>
    static abstract TVec Zip(TVec a, TVec b, out TVec high);

    /// <summary>The inverse of <see cref="Zip"/>: returns the even lanes of two vectors, and sets <paramref name="odd"/>.</summary>
    static abstract TVec Unzip(TVec low, TVec high, out TVec odd);

    /// <summary>The sum of all lanes, in a fixed tree order.</summary>
    static abstract float Sum(TVec a);

    /// <summary>The largest lane.</summary>
    static abstract float MaxLane(TVec a);
}
