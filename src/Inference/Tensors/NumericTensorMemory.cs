using System.Buffers;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Fovea.Inference.Tensors;

/// <summary>The bytes of a tensor of <c>System.Numerics.Tensors</c> that is contiguous in row-major order.</summary>
internal sealed class NumericTensorMemory<T>(Tensor<T> tensor) : MemoryManager<byte> where T : unmanaged
{
    // Not tensor.GetPinnableReference(): for a slice, that is the first element of the whole array.
    public override Span<byte> GetSpan() => tensor.IsEmpty
        ? default
        : MemoryMarshal.AsBytes(MemoryMarshal.CreateSpan(
            ref tensor[stackalloc nint[tensor.Rank]], checked((int)tensor.FlattenedLength)));

    public override unsafe MemoryHandle Pin(int elementIndex = 0)
    {
        MemoryHandle array = tensor.GetPinnedHandle();
        return new MemoryHandle(Unsafe.AsPointer(ref GetSpan()[elementIndex]), pinnable: new PinnedArray(array));
    }

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }

    private sealed class PinnedArray(MemoryHandle handle) : IPinnable
    {
        private MemoryHandle _handle = handle;

        MemoryHandle IPinnable.Pin(int elementIndex) => throw new NotSupportedException();

        void IPinnable.Unpin() => _handle.Dispose();
    }
}
