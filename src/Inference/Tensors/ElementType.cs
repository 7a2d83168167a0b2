using System.Runtime.CompilerServices;

namespace Fovea.Inference;

/// <summary>
/// The element types that tensors can have, numbered as ONNX's <c>TensorProto.DataType</c>. Each operator decides which of them it computes
/// with.
/// </summary>
public enum ElementType
{
    /// <summary>IEEE 754 binary32.</summary>
    Float32 = 1,

    /// <summary>Unsigned 8-bit integer.</summary>
    UInt8 = 2,

    /// <summary>Signed 8-bit integer.</summary>
    Int8 = 3,

    /// <summary>Unsigned 16-bit integer.</summary>
    UInt16 = 4,

    /// <summary>Signed 16-bit integer.</summary>
    Int16 = 5,

    /// <summary>Signed 32-bit integer.</summary>
    Int32 = 6,

    /// <summary>Signed 64-bit integer.</summary>
    Int64 = 7,

    /// <summary>Boolean, one byte per element: 0 or 1.</summary>
    Bool = 9,

    /// <summary>IEEE 754 binary16.</summary>
    Float16 = 10,

    /// <summary>IEEE 754 binary64.</summary>
    Float64 = 11,

    /// <summary>Unsigned 32-bit integer.</summary>
    UInt32 = 12,

    /// <summary>Unsigned 64-bit integer.</summary>
    UInt64 = 13,

    /// <summary>
    /// The upper 16 bits of an IEEE 754 binary32: a float of 8 significant bits (<see cref="Fovea.Inference.BFloat16"/>).
    /// </summary>
    BFloat16 = 16,
}

/// <summary>Facts about each <see cref="ElementType"/>.</summary>
public static class ElementTypes
{
    /// <summary>The size of one element in bytes.</summary>
    public static int SizeInBytes(this ElementType type) => type switch
    {
        ElementType.UInt8 or ElementType.Int8 or ElementType.Bool => 1,
        ElementType.Float16 or ElementType.BFloat16 or ElementType.UInt16 or ElementType.Int16 => 2,
        ElementType.Float32 or ElementType.Int32 or ElementType.UInt32 => 4,
        ElementType.Float64 or ElementType.Int64 or ElementType.UInt64 => 8,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not an element type that Fovea has."),
    };

    /// <summary>Whether elements are floating-point numbers.</summary>
    public static bool IsFloat(this ElementType type) =>
        type is ElementType.Float16 or ElementType.BFloat16 or ElementType.Float32 or ElementType.Float64;

    /// <summary>The element type that represents <typeparamref name="T"/>.</summary>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is none of the element types.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ElementType Of<T>() where T : unmanaged =>
        typeof(T) == typeof(float) ? ElementType.Float32 :
        typeof(T) == typeof(byte) ? ElementType.UInt8 :
        typeof(T) == typeof(sbyte) ? ElementType.Int8 :
        typeof(T) == typeof(int) ? ElementType.Int32 :
        typeof(T) == typeof(long) ? ElementType.Int64 :
        typeof(T) == typeof(bool) ? ElementType.Bool :
        typeof(T) == typeof(double) ? ElementType.Float64 :
        typeof(T) == typeof(Half) ? ElementType.Float16 :
        typeof(T) == typeof(BFloat16) ? ElementType.BFloat16 :
        typeof(T) == typeof(ushort) ? ElementType.UInt16 :
        typeof(T) == typeof(short) ? ElementType.Int16 :
        typeof(T) == typeof(uint) ? ElementType.UInt32 :
        typeof(T) == typeof(ulong) ? ElementType.UInt64 :
        throw new NotSupportedException($"{typeof(T)} is no tensor element type.");
}
