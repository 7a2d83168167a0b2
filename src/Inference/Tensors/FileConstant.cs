namespace Fovea.Inference.Tensors;

/// <summary>A constant that stays in its file and is read on each access.</summary>
/// <param name="ElementType">What each element is.</param>
/// <param name="Shape">The extents.</param>
/// <param name="Source">The file, which stays open.</param>
/// <param name="Offset">The offset of the first byte; all elements are inside the file.</param>
internal sealed record FileConstant(ElementType ElementType, Shape Shape, ByteSource Source, long Offset) : ConstantData(ElementType, Shape)
{
    public override void Read(long offset, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, ByteLength - destination.Length);
        Source.Read(Offset + offset, destination);
    }
}
