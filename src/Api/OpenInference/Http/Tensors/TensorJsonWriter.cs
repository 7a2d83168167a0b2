using System.Text.Json;
using Fovea.Inference;

namespace Fovea.Api.OpenInference.Http.Tensors;

/// <summary>
/// Writes a tensor's elements as one flat JSON array, row-major; floating-point numbers with as many digits as it takes to read the same
/// number again.
/// </summary>
internal static class TensorJsonWriter
{
    public static void Write(Utf8JsonWriter writer, Tensor tensor)
    {
        writer.WriteStartArray();
        switch (tensor.ElementType)
        {
            case ElementType.Float32:
                foreach (float value in tensor.Span<float>())
                    Write(writer, value);
                break;
            case ElementType.Float64:
                foreach (double value in tensor.Span<double>())
                    Write(writer, value);
                break;
            case ElementType.Float16:
                foreach (Half value in tensor.Span<Half>())
                    Write(writer, (float)value);
                break;
            case ElementType.BFloat16:
                foreach (BFloat16 value in tensor.Span<BFloat16>())
                    Write(writer, (float)value);
                break;
            case ElementType.Int64:
                foreach (long value in tensor.Span<long>())
                    writer.WriteNumberValue(value);
                break;
            case ElementType.Int32:
                foreach (int value in tensor.Span<int>())
                    writer.WriteNumberValue(value);
                break;
            case ElementType.Int16:
                foreach (short value in tensor.Span<short>())
                    writer.WriteNumberValue(value);
                break;
            case ElementType.UInt64:
                foreach (ulong value in tensor.Span<ulong>())
                    writer.WriteNumberValue(value);
                break;
            case ElementType.UInt32:
                foreach (uint value in tensor.Span<uint>())
                    writer.WriteNumberValue(value);
                break;
            case ElementType.UInt16:
                foreach (ushort value in tensor.Span<ushort>())
                    writer.WriteNumberValue(value);
                break;
            case ElementType.Int8:
                foreach (sbyte value in tensor.Span<sbyte>())
                    writer.WriteNumberValue(value);
                break;
            case ElementType.UInt8:
                foreach (byte value in tensor.Span<byte>())
                    writer.WriteNumberValue(value);
                break;
            case ElementType.Bool:
                foreach (bool value in tensor.Span<bool>())
                    writer.WriteBooleanValue(value);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(tensor), tensor.ElementType, "An element type that JSON is not written for.");
        }

        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, float value)
    {
        if (float.IsFinite(value))
            writer.WriteNumberValue(value);
        else
            writer.WriteStringValue(NonFinite.Name(value));
    }

    private static void Write(Utf8JsonWriter writer, double value)
    {
        if (double.IsFinite(value))
            writer.WriteNumberValue(value);
        else
            writer.WriteStringValue(NonFinite.Name(value));
    }
}
