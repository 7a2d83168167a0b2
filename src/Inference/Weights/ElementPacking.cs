using System.Runtime.InteropServices;

namespace Fovea.Inference.Weights;

/// <summary>One element of a given value; needs no source.</summary>
/// <param name="Type">The element type.</param>
/// <param name="Bits">Its bytes, little endian, the lowest first.</param>
internal sealed record ElementPacking(ElementType Type, ulong Bits) : Packing
{
    public override ElementType ElementType => Type;

    public override long Elements => 1;

    /// <summary>An element given as its bytes.</summary>
    public static ElementPacking Of(ElementType type, ReadOnlySpan<byte> element)
    {
        ulong bits = 0;
        element.CopyTo(MemoryMarshal.AsBytes(new Span<ulong>(ref bits)));
        return new ElementPacking(type, bits);
    }

    public override unsafe void Pack(in PackingSource source, int part, void* target)
    {
        ulong bits = Bits;
        MemoryMarshal.AsBytes(new ReadOnlySpan<ulong>(ref bits))[..Type.SizeInBytes()].CopyTo(new Span<byte>(target, sizeof(ulong)));
    }
}
