using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Processors;

/// <summary>
/// A processor as block sizes and cost models see it. All figures are of one core; rates are per clock cycle. What is computed with which
/// algorithm, and so every bit of a result, depends on this description and the instruction set, never on a measurement at run time.
/// </summary>
internal sealed record Processor
{
    /// <summary>What the settings call it.</summary>
    public required string Name { get; init; }

    /// <summary>The identities that it stands for: a vendor, a family, and the first and last model of each range.</summary>
    public IReadOnlyList<(string Vendor, int Family, int FirstModel, int LastModel)> Models { get; init; } = [];

    /// <summary>Bytes of the second-level cache.</summary>
    public int SecondLevelBytes { get; init; } = 1 << 20;

    /// <summary>Bytes of the last-level cache that a core has for itself, beside other cores and other steps.</summary>
    public int LastLevelBytes { get; init; } = 2 << 20;

    /// <summary>Multiply-adds of 512-bit vectors per cycle.</summary>
    public double WideMultiplyAdds { get; init; } = 1;

    /// <summary>Multiply-adds of narrower vectors per cycle.</summary>
    public double MultiplyAdds { get; init; } = 2;

    /// <summary>
    /// Multiply-adds of bytes per cycle by the kernels of <see cref="ByteInstructionSet.Vnni256"/>, operands in the first-level cache; 0
    /// without AVX-VNNI.
    /// </summary>
    public double VnniMultiplyAdds { get; init; } = 64;

    /// <summary>Multiply-adds of bytes per cycle by the kernels of <see cref="ByteInstructionSet.Pairs512"/>, likewise.</summary>
    public double PairMultiplyAdds { get; init; } = 24;

    /// <summary>Bytes per cycle from the last-level cache.</summary>
    public double LastLevelRate { get; init; } = 18;

    /// <summary>Bytes per cycle from memory.</summary>
    public double MemoryRate { get; init; } = 6;

    /// <summary>
    /// Whether the next weights are brought to the second-level cache by instructions while these are used, so that computing and fetching
    /// overlap.
    /// </summary>
    public bool FetchesWeights { get; init; }

    /// <summary>Whether the memory of activations asks for large pages.</summary>
    public bool LargeArenaPages { get; init; }

    /// <summary>What multiplies bytes beside 512-bit vectors of floats, where the machine has both.</summary>
    public ByteInstructionSet WideBytes =>
        VnniMultiplyAdds >= PairMultiplyAdds ? ByteInstructionSet.Vnni256 : ByteInstructionSet.Pairs512;

    /// <summary>Bytes of input that a block of rows may read again for each panel of weights.</summary>
    public int BlockBytes => SecondLevelBytes / 4;

    /// <summary>Bytes of the intermediate values of a band of lines, which must stay cached beside the weights.</summary>
    public int BandBytes => SecondLevelBytes / 8 * 5;

    /// <summary>
    /// Bytes of the intermediate values of a band of a bottleneck block, which stay cached beside more weights and the window's transformed
    /// tiles.
    /// </summary>
    public int BottleneckBandBytes => SecondLevelBytes / 4;

    /// <summary>Bytes of weights that every band of a bottleneck block reads again.</summary>
    public int BottleneckWeightBytes => SecondLevelBytes / 4 * 3;

    /// <summary>Bytes of transformed tiles, two thirds of which are read again for each position's weights.</summary>
    public int TransformedBytes => SecondLevelBytes / 8 * 3;

    /// <summary>Bytes of activations per step that fit beside weights.</summary>
    public int ActivationBytes => SecondLevelBytes / 4 * 3;

    /// <summary>
    /// The time of a transform of one vector compared with 512-bit vectors: narrower ones have the throughput of their multiply-adds.
    /// </summary>
    public double TransformTime(int lanes) => lanes > 8 ? 1 : WideMultiplyAdds / MultiplyAdds;

    /// <summary>Multiply-adds of floats per cycle in vectors of a number of lanes.</summary>
    public double Peak(int lanes) => lanes * (lanes > 8 ? WideMultiplyAdds : MultiplyAdds);

    /// <summary>
    /// The cycles of a product whose weights are read once from the last-level cache or memory: with fetching ahead the longer of computing
    /// and reading, else a part of one waits for the other.
    /// </summary>
    public double Streamed(double cycles, double weightBytes)
    {
        if (weightBytes <= SecondLevelBytes)
            return cycles;
        double read = weightBytes / MemoryRate;
        return Math.Max(cycles, read) + (FetchesWeights ? 0 : read / 4);
    }

    public override string ToString() => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"{Name} (second-level cache of {SecondLevelBytes >> 10} KiB, {WideMultiplyAdds:0.#} wide and " +
        $"{MultiplyAdds:0.#} narrow multiply-adds per cycle, {MemoryRate:0.#} bytes per cycle from memory)");
}
