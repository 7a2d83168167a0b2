using Fovea.Models.Explanations;
using Fovea.Models.Randomness;

namespace Fovea.Models.Tests.Randomness;

/// <summary>Random bits are those of everybody's SplitMix64, and noise stays what it is for a seed.</summary>
public sealed class SplitMix64Tests
{
    // The first numbers of java.util.SplittableRandom and of Vigna's splitmix64.c, seeds 0 and 1234567.
    [Theory]
    [InlineData(0UL, new[] { 0xE220A8397B1DCDAFUL, 0x6E789E6AA1B965F4UL, 0x06C45D188009454FUL })]
    [InlineData(1234567UL, new[] { 6457827717110365317UL, 3203168211198807973UL, 9817491932198370423UL })]
    public void Bits_are_the_published_ones(ulong seed, ulong[] expected)
    {
        var bits = new SplitMix64(seed);
        ulong[] found = [bits.Next(), bits.Next(), bits.Next()];
        Assert.Equal(expected, found);
    }

    [Fact]
    public void Normal_noise_follows_from_them()
    {
        double radius = Math.Sqrt(-2 * Math.Log(1 - ((0xE220A8397B1DCDAFUL >> 11) * Math.Pow(2, -53))));
        double angle = 2 * Math.PI * ((0x6E789E6AA1B965F4UL >> 11) * Math.Pow(2, -53));

        Assert.Equal((float)(radius * Math.Cos(angle)), new GaussianNoise(0).Next());
    }
}
