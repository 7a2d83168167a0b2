namespace Fovea.Models.StyleTransfer;

/// <summary>Uniform random numbers by SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014).</summary>
internal static class PixelNoise
{
    /// <summary>Fills with numbers of 0 to 1; the same for the same seed.</summary>
    public static void Fill(Span<float> numbers, long seed)
    {
        ulong state = (ulong)seed;
        for (int i = 0; i < numbers.Length; i++)
        {
            state += 0x9E3779B97F4A7C15;
            ulong z = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            numbers[i] = ((z ^ (z >> 31)) >> 40) / (float)(1 << 24);
        }
    }
}
