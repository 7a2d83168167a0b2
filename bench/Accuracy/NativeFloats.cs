using System.Runtime.InteropServices;
using Fovea.Inference.Memory;

namespace Fovea.Bench.Accuracy;

/// <summary>Aligned native memory, initialised with zeros.</summary>
internal sealed unsafe class NativeFloats : IDisposable
{
    private readonly int _count;

    public NativeFloats(long count)
    {
        _count = checked((int)count);
        Pointer = (float*)NativeMemory.AlignedAlloc((nuint)Alignment.Up(count * sizeof(float)), Alignment.Bytes);
        Span.Clear();
    }

    public float* Pointer { get; }

    public Span<float> Span => new(Pointer, _count);

    public static NativeFloats Of(ReadOnlySpan<float> values)
    {
        var memory = new NativeFloats(values.Length);
        values.CopyTo(memory.Span);
        return memory;
    }

    public void Dispose() => NativeMemory.AlignedFree(Pointer);
}
