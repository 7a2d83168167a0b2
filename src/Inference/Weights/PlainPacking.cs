namespace Fovea.Inference.Weights;

/// <summary>Copies elements unchanged, in row-major order.</summary>
/// <param name="Type">The element type.</param>
/// <param name="Count">The number of elements.</param>
internal sealed record PlainPacking(ElementType Type, long Count) : Packing
{
    public override ElementType ElementType => Type;

    public override long Elements => Count;

    public override int Parts => checked((int)((Bytes + PackingBuffer.ChunkBytes - 1) / PackingBuffer.ChunkBytes));

    public override unsafe void Pack(in PackingSource source, int part, void* target)
    {
        long first = (long)part * PackingBuffer.ChunkBytes;
        source.Copy(first, Math.Min(PackingBuffer.ChunkBytes, Bytes - first), (byte*)target + first);
    }
}
