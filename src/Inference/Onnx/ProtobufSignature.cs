using System.Text;

namespace Fovea.Inference.Onnx;

/// <summary>
/// Recognises models of other formats that are protobuf messages too, by the first fields of the message and of those inside it. In an
/// ONNX file, field 2 has the producer's name, and field 1 is a number.
/// </summary>
internal static class ProtobufSignature
{
    private const byte Number1 = 0x08, Message1 = 0x0A, Number2 = 0x10, Message2 = 0x12, Message3 = 0x1A, Message4 = 0x22, Message5 = 0x2A,
        Message8 = 0x42, Message9 = 0x4A;

    /// <summary>What the bytes begin, and what to do; null where it is none of these formats.</summary>
    public static (string Name, string Advice)? Find(ReadOnlySpan<byte> bytes)
    {
        // ProgramDesc { blocks { idx = 0, parent_idx = -1, vars { name } } }
        if (Enter(bytes, Message1, out ReadOnlySpan<byte> inner) && Skip(inner, Number1, out inner) && Skip(inner, Number2, out inner)
            && (StartsWith(inner, Message3) || StartsWith(inner, Message4)))
            return ("a model of PaddlePaddle (.pdmodel)", "Convert it with paddle2onnx.");

        // SavedModel { schema version, meta_graphs { meta_info_def { operators or tags or versions } } }; a Core ML Model has its
        // description { input { name } } there.
        if (Skip(bytes, Number1, out inner) && Enter(inner, Message2, out inner) && Enter(inner, Message1, out inner))
        {
            if (StartsWith(inner, Message2) || StartsWith(inner, Message4) || StartsWith(inner, Message5))
                return ("a SavedModel of TensorFlow (.pb)", "Convert its folder with tf2onnx --saved-model.");
            if (Name(inner, out _))
                return ("a Core ML model (.mlmodel)", "Export the network to ONNX, or convert it with onnxmltools.");
        }

        // GraphDef { node { name, op } }; of TensorProto's and others' first fields none is a message with two texts.
        if (Enter(bytes, Message1, out inner) && Name(inner, out inner) && StartsWith(inner, Message2) && Text(inner, Message2, out inner)
            && !StartsWith(inner, Message2))
            return ("a frozen graph of TensorFlow (.pb)", "Convert it with tf2onnx --graphdef.");

        // NetParameter { name, layer }
        if (Name(bytes, out inner) && inner.StartsWith((ReadOnlySpan<byte>)[0xA2, 0x06]))
            return ("a model of Caffe (.caffemodel)", "Convert it with its .prototxt to ONNX.");

        // TensorProto { dims, data_type, data }, as the files of test_data_set_N.
        if (Skip(bytes, Number1, out inner) && SkipAll(ref inner, Number1) && Skip(inner, Number2, out inner)
            && (StartsWith(inner, Message8) || StartsWith(inner, Message9)))
            return ("a tensor of ONNX (.pb), not a model", "Put the ONNX file of the model there.");
        return null;
    }

    private static bool StartsWith(ReadOnlySpan<byte> bytes, byte tag) => !bytes.IsEmpty && bytes[0] == tag;

    private static bool SkipAll(ref ReadOnlySpan<byte> bytes, byte tag)
    {
        while (Skip(bytes, tag, out ReadOnlySpan<byte> rest))
            bytes = rest;
        return true;
    }

    // Skips a field that is a number.
    private static bool Skip(ReadOnlySpan<byte> bytes, byte tag, out ReadOnlySpan<byte> rest)
    {
        rest = default;
        return StartsWith(bytes, tag) && Varint(bytes[1..], out _, out rest);
    }

    // Enters a field that is a message: what follows its length, of which the beginning may be all that was read.
    private static bool Enter(ReadOnlySpan<byte> bytes, byte tag, out ReadOnlySpan<byte> inner)
    {
        inner = default;
        if (!StartsWith(bytes, tag) || !Varint(bytes[1..], out ulong length, out inner) || length == 0)
            return false;
        inner = inner[..(int)Math.Min(length, (ulong)inner.Length)];
        return true;
    }

    // Whether a message begins with a name in field 1.
    private static bool Name(ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> rest) => Text(bytes, Message1, out rest);

    private static bool Text(ReadOnlySpan<byte> bytes, byte tag, out ReadOnlySpan<byte> rest)
    {
        rest = default;
        if (!StartsWith(bytes, tag) || !Varint(bytes[1..], out ulong length, out rest) || length == 0 || length > (ulong)rest.Length)
            return false;
        ReadOnlySpan<byte> text = rest[..(int)length];
        rest = rest[(int)length..];
        return !text.ContainsAnyInRange((byte)0, (byte)31) && !Encoding.UTF8.GetString(text).Contains('\uFFFD');
    }

    private static bool Varint(ReadOnlySpan<byte> bytes, out ulong value, out ReadOnlySpan<byte> rest)
    {
        value = 0;
        rest = default;
        for (int i = 0; i < Math.Min(10, bytes.Length); i++)
        {
            value |= (ulong)(bytes[i] & 0x7f) << (7 * i);
            if (bytes[i] < 0x80)
            {
                rest = bytes[(i + 1)..];
                return true;
            }
        }

        return false;
    }
}
