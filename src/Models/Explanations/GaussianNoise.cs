using Fovea.Models.Randomness;

namespace Fovea.Models.Explanations;

/// <summary>
/// Numbers of the normal distribution with mean 0 and deviation 1, the same for the same seed (Box, Muller: A Note on the Generation of
/// Random Normal Deviates, 1958).
/// </summary>
internal sealed class GaussianNoise(int seed)
{
    private SplitMix64 _bits = new(unchecked((ulong)seed));

    public float Next()
    {
        double radius = Math.Sqrt(-2 * Math.Log(1 - Uniform()));
        return (float)(radius * Math.Cos(2 * Math.PI * Uniform()));
    }

    // From 0 to below 1, in steps of 2^-53.
    private double Uniform() => (_bits.Next() >> 11) * (1.0 / (1UL << 53));
}
