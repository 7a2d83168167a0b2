namespace Fovea.Inference.Tensors;

/// <summary>
/// Arithmetic on extents that a model gives. What leaves the bounds below is that model's error: <see cref="Shape"/> and
/// <see cref="Tensor"/>, which the library's users call too, complain of arguments instead.
/// </summary>
internal static class Extents
{
    /// <summary>
    /// The most elements of a tensor, extents of 0 counted as 1: no memory holds them, and no product of a few sizes leaves 64 bits.
    /// </summary>
    public const long MaxElements = 1L << 47;

    /// <summary>The most axes of a tensor.</summary>
    public const int MaxAxes = 64;

    /// <summary>
    /// The most that a number may be with which kernels count in 32 bits; the size of a row of floats then still is one of 32 bits.
    /// </summary>
    public const int MaxKernelCount = 1 << 28;

    /// <summary>Checks the extents of a tensor before there is one.</summary>
    /// <exception cref="InvalidModelException">An extent is negative, or there are too many elements.</exception>
    /// <exception cref="UnsupportedModelException">There are too many axes.</exception>
    public static void Check(IReadOnlyList<long> extents)
    {
        if (extents.Count > MaxAxes)
            throw new UnsupportedModelException($"a tensor has {extents.Count} axes; at most {MaxAxes} are supported.");
        long elements = 1;
        foreach (long extent in extents)
        {
            if (extent < 0)
                throw new InvalidModelException($"the shape [{string.Join(',', extents)}] has the extent {extent}; expected at least 0.");
            if (extent > MaxElements / elements)
                throw new InvalidModelException($"the shape [{string.Join(',', extents)}] has more than 2^47 elements.");
            elements *= Math.Max(1, extent);
        }
    }

    /// <summary>The sum of two extents.</summary>
    /// <exception cref="InvalidModelException">It exceeds 2^63-1.</exception>
    public static long Add(long a, long b)
    {
        long sum = unchecked(a + b);
        return ((a ^ sum) & (b ^ sum)) < 0 ? throw new InvalidModelException($"the sum of the extents {a} and {b} exceeds 2^63-1.") : sum;
    }

    /// <summary>The product of two extents.</summary>
    /// <exception cref="InvalidModelException">It exceeds 2^63-1.</exception>
    public static long Multiply(long a, long b)
    {
        long high = Math.BigMul(a, b, out long low);
        return high == low >> 63 ? low : throw new InvalidModelException($"the product of the extents {a} and {b} exceeds 2^63-1.");
    }

    /// <summary>The product of extents; 1 of none.</summary>
    /// <exception cref="InvalidModelException">It exceeds 2^63-1.</exception>
    public static long Product(IEnumerable<long> extents)
    {
        long product = 1;
        foreach (long extent in extents)
            product = Multiply(product, extent);
        return product;
    }

    /// <summary>A number that kernels count in 32 bits.</summary>
    /// <param name="number">Not negative.</param>
    /// <param name="what">What it counts, for the message: <c>channels</c>.</param>
    /// <exception cref="UnsupportedModelException">It exceeds <see cref="MaxKernelCount"/>.</exception>
    public static int ToKernelInt(long number, string what) => number <= MaxKernelCount
        ? (int)number
        : throw new UnsupportedModelException($"has {number} {what}; at most {MaxKernelCount} are supported.");
}
