using Fovea.Inference.Onnx.Schema;
using Google.Protobuf;

namespace Fovea.Inference.Tests.Support;

/// <summary>Writes node attributes; the ONNX attribute type follows from the .NET type.</summary>
internal static class OnnxAttributes
{
    public static AttributeProto Write(string name, object value)
    {
        var attribute = new AttributeProto { Name = name };
        switch (value)
        {
            case bool flag:
                attribute.Type = AttributeProto.Types.AttributeType.Int;
                attribute.I = flag ? 1 : 0;
                break;
            case int number:
                attribute.Type = AttributeProto.Types.AttributeType.Int;
                attribute.I = number;
                break;
            case long number:
                attribute.Type = AttributeProto.Types.AttributeType.Int;
                attribute.I = number;
                break;
            case float number:
                attribute.Type = AttributeProto.Types.AttributeType.Float;
                attribute.F = number;
                break;
            case string text:
                attribute.Type = AttributeProto.Types.AttributeType.String;
                attribute.S = ByteString.CopyFromUtf8(text);
                break;
            case int[] numbers:
                attribute.Type = AttributeProto.Types.AttributeType.Ints;
                attribute.Ints.AddRange(numbers.Select(n => (long)n));
                break;
            case long[] numbers:
                attribute.Type = AttributeProto.Types.AttributeType.Ints;
                attribute.Ints.AddRange(numbers);
                break;
            case float[] numbers:
                attribute.Type = AttributeProto.Types.AttributeType.Floats;
                attribute.Floats.AddRange(numbers);
                break;
            case Tensor tensor:
                attribute.Type = AttributeProto.Types.AttributeType.Tensor;
                attribute.T = OnnxTensors.Write("", tensor);
                break;
            case GraphProto graph:
                attribute.Type = AttributeProto.Types.AttributeType.Graph;
                attribute.G = graph;
                break;
            case OnnxModelBuilder body:
                attribute.Type = AttributeProto.Types.AttributeType.Graph;
                attribute.G = body.Model.Graph;
                break;
            default:
                throw new ArgumentException($"No ONNX attribute type for {value.GetType()}.", nameof(value));
        }

        return attribute;
    }
}
