namespace Fovea.Inference.Operators.Support;

/// <summary>Numbers as elements.</summary>
internal static class ElementBytes
{
    /// <summary>The bytes of one element: the number, rounded towards zero for integers, and the nearest one that the type has.</summary>
    public static byte[] Of(ElementType type, double number) => type switch
    {
        ElementType.Float32 => BitConverter.GetBytes((float)number),
        ElementType.Float64 => BitConverter.GetBytes(number),
        ElementType.Float16 => BitConverter.GetBytes((Half)number),
        ElementType.BFloat16 => BitConverter.GetBytes(((BFloat16)(float)number).Bits),
        ElementType.Int64 => BitConverter.GetBytes(long.CreateSaturating(number)),
        ElementType.Int32 => BitConverter.GetBytes(int.CreateSaturating(number)),
        ElementType.Int16 => BitConverter.GetBytes(short.CreateSaturating(number)),
        ElementType.Int8 => [unchecked((byte)sbyte.CreateSaturating(number))],
        ElementType.UInt64 => BitConverter.GetBytes(ulong.CreateSaturating(number)),
        ElementType.UInt32 => BitConverter.GetBytes(uint.CreateSaturating(number)),
        ElementType.UInt16 => BitConverter.GetBytes(ushort.CreateSaturating(number)),
        ElementType.UInt8 => [byte.CreateSaturating(number)],
        ElementType.Bool => [number != 0 ? (byte)1 : (byte)0],
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not an element type that Fovea has."),
    };
}
