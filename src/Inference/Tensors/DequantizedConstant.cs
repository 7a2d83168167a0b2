using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Fovea.Inference.Tensors;

/// <summary>
/// A constant of integers as the real numbers that they stand for, (integer - zero) * scale, which are computed as they are read: the
/// integers stay what is in memory, and passes find them.
/// </summary>
/// <param name="Quantized">The integers: Int8, UInt8, Int16, UInt16 or Int32.</param>
/// <param name="Scale">Float32: one, or one for each index of the axis.</param>
/// <param name="Zero">The zero points, like the scales, of the integers' type; null for 0.</param>
/// <param name="Axis">The axis of <paramref name="Quantized"/> along which scales vary.</param>
internal sealed record DequantizedConstant(ConstantData Quantized, ConstantData Scale, ConstantData? Zero, int Axis)
    : ConstantData(ElementType.Float32, Quantized.Shape)
{
    /// <summary>The most scales.</summary>
    public const int MostScales = 1 << 16;

    private const int ChunkElements = 1 << 14;

    // Scales and zero points; made by the first read.
    private float[][]? _parameters;

    public override bool IsPlanSpecific =>
        Quantized.IsPlanSpecific || Scale.IsPlanSpecific || Zero is { IsPlanSpecific: true };

    /// <summary>Whether there is one scale for all.</summary>
    public bool IsPerTensor => Scale.Shape.ElementCount == 1;

    public bool Equals(DequantizedConstant? other) =>
        base.Equals(other) && Quantized.Equals(other.Quantized) && Scale.Equals(other.Scale) && Equals(Zero, other.Zero)
        && Axis == other.Axis;

    public override int GetHashCode() => HashCode.Combine(Shape, Quantized, Scale, Zero, Axis);

    public override void Read(long offset, Span<byte> destination)
    {
        _parameters ??= [Parameters(Scale), Zero is null ? new float[(int)Scale.Shape.ElementCount] : Parameters(Zero)];
        int size = Quantized.ElementType.SizeInBytes();
        Span<float> target = MemoryMarshal.Cast<byte, float>(destination);
        byte[] chunk = ArrayPool<byte>.Shared.Rent(ChunkElements * size);
        try
        {
            long first = offset / sizeof(float);
            while (target.Length > 0)
            {
                int count = Math.Min(ChunkElements, target.Length);
                Span<byte> source = chunk.AsSpan(0, count * size);
                Quantized.Read(first * size, source);
                Convert(source, target[..count], first);
                first += count;
                target = target[count..];
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
    }

    private void Convert(ReadOnlySpan<byte> source, Span<float> target, long first)
    {
        switch (Quantized.ElementType)
        {
            case ElementType.Int8: ConvertAs(MemoryMarshal.Cast<byte, sbyte>(source), target, first); break;
            case ElementType.UInt8: ConvertAs(source, target, first); break;
            case ElementType.Int16: ConvertAs(MemoryMarshal.Cast<byte, short>(source), target, first); break;
            case ElementType.UInt16: ConvertAs(MemoryMarshal.Cast<byte, ushort>(source), target, first); break;
            case ElementType.Int32: ConvertAs(MemoryMarshal.Cast<byte, int>(source), target, first); break;
            default: throw new InvalidOperationException($"{Quantized.ElementType} is not the type of quantised numbers.");
        }
    }

    private void ConvertAs<T>(ReadOnlySpan<T> source, Span<float> target, long first) where T : unmanaged, INumberBase<T>
    {
        float[] scales = _parameters![0], zeros = _parameters[1];
        Shape shape = Quantized.Shape;
        long run = IsPerTensor ? shape.ElementCount : shape.Skip(Axis + 1).Aggregate(1L, (a, b) => a * b);
        int index = IsPerTensor ? 0 : (int)(first / run % shape[Axis]);
        long left = run - (first % run);
        for (int i = 0; i < source.Length;)
        {
            int end = (int)Math.Min(source.Length, i + left);
            (float scale, float zero) = (scales[index], zeros[index]);
            for (; i < end; i++)
                target[i] = (float.CreateTruncating(source[i]) - zero) * scale;
            left = run;
            index = index + 1 < scales.Length ? index + 1 : 0;
        }
    }

    private static float[] Parameters(ConstantData constant)
    {
        Tensor tensor = constant.ReadAll();
        return constant.ElementType switch
        {
            ElementType.Float32 => tensor.Span<float>().ToArray(),
            ElementType.Int8 => Array.ConvertAll(tensor.Span<sbyte>().ToArray(), i => (float)i),
            ElementType.UInt8 => Array.ConvertAll(tensor.Span<byte>().ToArray(), i => (float)i),
            ElementType.Int16 => Array.ConvertAll(tensor.Span<short>().ToArray(), i => (float)i),
            ElementType.UInt16 => Array.ConvertAll(tensor.Span<ushort>().ToArray(), i => (float)i),
            _ => Array.ConvertAll(tensor.Span<int>().ToArray(), i => (float)i),
        };
    }
}
