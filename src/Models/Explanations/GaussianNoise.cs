namespace Fovea.Models.Explanations;

/// <summary>
/// Numbers of the normal distribution with mean 0 and deviation 1, the same for the same seed (Box, Muller: A Note on the Generation of
/// Random Normal Deviates, 1958; over SplitMix64 of Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014).
/// </summary>
internal sealed class GaussianNoise(int seed)
{
    private ulong _state = unchecked((ulong)seed);

    public float Next()
    {
        double radius = Math.Sqrt(-2 * Math.Log(1 - Uniform()));
        return (float)(radius * Math.Cos(2 * Math.PI * Uniform()));
    }

    // From 0 to below 1, in steps of 2^-53.
    private double Uniform() => (Mixed() >> 11) * (1.0 / (1UL << 53));

    private ulong Mixed()
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15;
            ulong mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            return mixed ^ (mixed >> 31);
        }
    }
}
