using Fovea.Models.Randomness;

namespace Fovea.Models.StyleTransfer;

/// <summary>Uniform random numbers.</summary>
internal static class PixelNoise
{
    /// <summary>Fills with numbers of 0 to 1; the same for the same seed.</summary>
    public static void Fill(Span<float> numbers, long seed)
    {
        var bits = new SplitMix64((ulong)seed);
        for (int i = 0; i < numbers.Length; i++)
            numbers[i] = (bits.Next() >> 40) / (float)(1 << 24);
    }
}
