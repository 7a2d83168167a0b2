using System.Runtime.InteropServices;

namespace Fovea.Inference.Tensors;

/// <summary>A constant whose elements are all the same. It takes no memory until it is read.</summary>
/// <param name="ElementType">What each element is.</param>
/// <param name="Shape">The extents.</param>
/// <param name="Bits">The bytes of the element, little endian, the first in the lowest bits.</param>
internal sealed record FilledConstant(ElementType ElementType, Shape Shape, ulong Bits) : ConstantData(ElementType, Shape)
{
    /// <summary>Constants with at least this many bytes are worth it; elements of smaller ones may be asked for one by one.</summary>
    public const int LeastBytes = 1 << 20;

    public override void Read(long offset, Span<byte> destination)
    {
        switch (ElementType.SizeInBytes())
        {
            case 1:
                destination.Fill(unchecked((byte)Bits));
                break;
            case 2:
                MemoryMarshal.Cast<byte, ushort>(destination).Fill(unchecked((ushort)Bits));
                break;
            case 4:
                MemoryMarshal.Cast<byte, uint>(destination).Fill(unchecked((uint)Bits));
                break;
            default:
                MemoryMarshal.Cast<byte, ulong>(destination).Fill(Bits);
                break;
        }
    }
}
