using System.Buffers;
using System.Runtime.InteropServices;

namespace Fovea.Bench.Comparing;

/// <summary>The bytes of an array as floats, without a copy.</summary>
internal sealed unsafe class FloatMemory(ArraySegment<byte> bytes) : MemoryManager<float>
{
    private GCHandle _pin;

    public override Span<float> GetSpan() => MemoryMarshal.Cast<byte, float>(bytes.AsSpan());

    public override MemoryHandle Pin(int elementIndex = 0)
    {
        if (!_pin.IsAllocated)
            _pin = GCHandle.Alloc(bytes.Array, GCHandleType.Pinned);
        return new MemoryHandle((byte*)_pin.AddrOfPinnedObject() + bytes.Offset + (elementIndex * sizeof(float)), default, this);
    }

    public override void Unpin()
    {
        if (_pin.IsAllocated)
            _pin.Free();
    }

    protected override void Dispose(bool disposing) => Unpin();
}
