namespace Fovea.Inference.Tensors;

/// <summary>
/// Arithmetic on extents from a model file. Values outside the bounds below are errors of the model, whereas <see cref="Shape"/> and
/// <see cref="Tensor"/>, which callers use too, throw argument exceptions.
/// </summary>
internal static class Extents
{
    /// <summary>
    /// The most elements of a tensor, extents of 0 counted as 1. No memory could hold more, and products of a few sizes below this limit
    /// fit into 64 bits.
    /// </summary>
    public const long MaxElements = 1L << 47;

    /// <summary>The most axes of a tensor.</summary>
    public const int MaxAxes = 64;

    /// <summary>
    /// The largest count that a kernel accepts as a 32-bit integer: the size in bytes of that many floats still fits into 32 bits.
    /// </summary>
    public const int MaxKernelCount = 1 << 28;

    /// <summary>Checks extents before a tensor of them is created.</summary>
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

    /// <summary>The product of extents; 1 if there are none.</summary>
    /// <exception cref="InvalidModelException">It exceeds 2^63-1.</exception>
    public static long Product(IEnumerable<long> extents)
    {
        long product = 1;
        foreach (long extent in extents)
            product = Multiply(product, extent);
        return product;
    }

    /// <summary>Converts a count to the 32-bit integer that kernels take.</summary>
    /// <param name="number">Not negative.</param>
    /// <param name="what">The counted things, for the message: <c>channels</c>.</param>
    /// <exception cref="UnsupportedModelException">It exceeds <see cref="MaxKernelCount"/>.</exception>
    public static int ToKernelInt(long number, string what) => number <= MaxKernelCount
        ? (int)number
        : throw new UnsupportedModelException($"has {number} {what}; at most {MaxKernelCount} are supported.");
}
