using System.Globalization;
using System.Runtime.InteropServices;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference;

/// <summary>
/// A float of 16 bits with the exponents of a 32-bit one: its upper half, with a sign, 8 bits of exponent and 7 bits of fraction.
/// </summary>
/// <param name="Bits">The bits.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct BFloat16(ushort Bits)
{
    /// <summary>The same value, exactly.</summary>
    public static implicit operator float(BFloat16 value) => RealConversion.FromBFloat16(value.Bits);

    /// <summary>The nearest value; of two that are equally near, the one whose last bit is 0.</summary>
    public static explicit operator BFloat16(float value) => new(RealConversion.ToBFloat16(value));

    /// <summary>The value as a decimal number, in the invariant culture.</summary>
    public override string ToString() => ((float)this).ToString(CultureInfo.InvariantCulture);
}
