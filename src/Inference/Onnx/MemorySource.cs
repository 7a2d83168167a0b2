using Fovea.Inference.Tensors;

namespace Fovea.Inference.Onnx;

/// <summary>A model in the caller's memory.</summary>
internal sealed class MemorySource(ReadOnlyMemory<byte> bytes) : ByteSource
{
    public ReadOnlyMemory<byte> Bytes => bytes;

    public override long Length => bytes.Length;

    public override void Read(long offset, Span<byte> destination) =>
        bytes.Span.Slice(checked((int)offset), destination.Length).CopyTo(destination);
}
