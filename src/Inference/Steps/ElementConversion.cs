using System.Numerics.Tensors;
using Fovea.Kernels;

namespace Fovea.Inference.Steps;

/// <summary>
/// Conversion of elements as ONNX Cast does it. Floats are cut towards zero for integers; what does not fit becomes what the instructions
/// of x86-64 make of it, as in ONNX Runtime. Integers keep their low bits. Floats are rounded to the nearest, of two to the even one.
/// Anything but 0 is true.
/// </summary>
internal sealed class ElementConversion
{
    private const int ChunkElements = 512;

    private static readonly KernelSet AnySet = KernelSet.For(null);

    private readonly ElementType _fromType;
    private readonly ElementType _toType;
    private readonly KernelFamily _from;
    private readonly KernelFamily _to;
    private readonly bool _asIntegers;

    public ElementConversion(ElementType from, ElementType to)
    {
        _fromType = from;
        _toType = to;
        _from = AnySet.Of(from);
        _to = AnySet.Of(to);
        // A double holds every integer but those of 64 bits; unsigned ones of 64 bits are no signed ones when they become real.
        _asIntegers = !from.IsFloat() && !(from == ElementType.UInt64 && to.IsFloat());
    }

    /// <summary>Converts elements that lie one behind the other.</summary>
    public unsafe void Run(byte* source, byte* target, long count)
    {
        int fromSize = _fromType.SizeInBytes();
        int toSize = _toType.SizeInBytes();
        double* chunk = stackalloc double[ChunkElements];
        for (long done = 0; done < count; done += ChunkElements)
        {
            int length = (int)Math.Min(ChunkElements, count - done);
            byte* x = source + (done * fromSize);
            byte* y = target + (done * toSize);
            if (_fromType == ElementType.Float16 && _toType == ElementType.Float32)
            {
                TensorPrimitives.ConvertToSingle(new ReadOnlySpan<Half>(x, length), new Span<float>(y, length));
            }
            else if (_fromType == ElementType.Float32 && _toType == ElementType.Float16)
            {
                TensorPrimitives.ConvertToHalf(new ReadOnlySpan<float>(x, length), new Span<Half>(y, length));
            }
            else if (_asIntegers)
            {
                _from.ToInteger(x, (long*)chunk, length);
                _to.FromInteger((long*)chunk, y, length);
            }
            else
            {
                _from.ToReal(x, chunk, length);
                _to.FromReal(chunk, y, length);
            }
        }
    }
}
