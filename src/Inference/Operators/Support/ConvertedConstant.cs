using System.Buffers;
using Fovea.Inference.Steps;
using Fovea.Inference.Tensors;

namespace Fovea.Inference.Operators.Support;

/// <summary>A constant whose elements are converted to another type as they are read, so that the converted ones take no memory.</summary>
/// <param name="ElementType">The type to convert to.</param>
/// <param name="Source">The constant.</param>
internal sealed record ConvertedConstant(ElementType ElementType, ConstantData Source) : ConstantData(ElementType, Source.Shape)
{
    // Of smaller ones, elements may be asked for one by one.
    private const int MostInMemory = 1 << 16;

    private const int ChunkElements = 1 << 14;

    public override bool IsPlanSpecific => Source.IsPlanSpecific;

    /// <summary>The constant with another element type: in memory if it is small, and is there already.</summary>
    public static ConstantData Of(ConstantData source, ElementType type)
    {
        var converted = new ConvertedConstant(type, source);
        return source.InMemory is not null && converted.ByteLength <= MostInMemory
            ? new MemoryConstant(converted.ReadAll(), source.IsPlanSpecific)
            : converted;
    }

    public override unsafe void Read(long offset, Span<byte> destination)
    {
        var conversion = new ElementConversion(Source.ElementType, ElementType);
        int size = ElementType.SizeInBytes();
        int sourceSize = Source.ElementType.SizeInBytes();
        byte[] chunk = ArrayPool<byte>.Shared.Rent(ChunkElements * sourceSize);
        try
        {
            for (int done = 0; done < destination.Length; done += ChunkElements * size)
            {
                int elements = Math.Min(ChunkElements, (destination.Length - done) / size);
                Source.Read((offset + done) / size * sourceSize, chunk.AsSpan(0, elements * sourceSize));
                fixed (byte* from = chunk, to = destination[done..])
                    conversion.Run(from, to, elements);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
    }
}
