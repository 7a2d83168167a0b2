namespace Fovea.Kernels.Simd;

/// <summary>
/// Words as two pairs of 16-bit numbers, bytes 0 and 2 and bytes 1 and 3, which one instruction multiplies and adds: no product is
/// saturated, as the instruction for pairs of bytes does (vpmaddubsw).
/// </summary>
internal readonly struct Pairs<TVector>(TVector even, TVector odd) where TVector : struct
{
    public readonly TVector Even = even;
    public readonly TVector Odd = odd;
}
