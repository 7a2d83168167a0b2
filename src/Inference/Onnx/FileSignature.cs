using System.Buffers.Binary;
using System.Text;
using Fovea.Inference.Tensors;

namespace Fovea.Inference.Onnx;

/// <summary>
/// Recognises what lies under the name of a model and is no ONNX file, by its first bytes. Asked only where reading it as ONNX has failed:
/// what begins like an ONNX file and is cut short is not named.
/// </summary>
internal static class FileSignature
{
    // Enough for the mark of a tar archive at byte 257 and the first fields of a protobuf message.
    private const int ReadBytes = 4096;

    private const string Export = "Export the network to ONNX";
    private const string Unpack = "Unpack it, and serve the ONNX file that it may hold.";
    private const string Download = "Download the file itself: the link of a page that shows a file is not the link of the file.";

    // Texts begin where byte order mark and white space end, and are compared without regard to case. The longer ones come first.
    private static readonly (string Start, string Name, string Advice)[] Texts =
    [
        (
            "version https://git-lfs", "a Git LFS pointer, which stands for the file",
            "Run 'git lfs pull' where it was cloned, or download the file itself."),
        ("# xet version", "a Git Xet pointer, which stands for the file", "Download the file itself."),
        ("/annex/objects/", "a git-annex pointer, which stands for the file", "Run 'git annex get' where it was cloned."),
        ("<!doctype html", "an HTML page", Download),
        ("<html", "an HTML page", Download),
        ("<!--", "an HTML page", Download),
        ("<body", "an HTML page", Download),
        ("<title", "an HTML page", Download),
        ("<meta", "an HTML page", Download),
        ("<h1", "an HTML page", Download),
        ("<head", "an HTML page", Download),
        ("<script", "an HTML page", Download),
        ("<?xml", "an XML file, such as OpenVINO's description of a network or a storage service's error", $"{Export}, or download it."),
        ("<net", "an XML file, such as OpenVINO's description of a network", $"{Export} before it is converted to OpenVINO."),
        ("<error", "an XML file, such as a storage service's error", "Download the file itself."),
        ("{", "a JSON file, such as a service's error, a model of PaddlePaddle 3 or of TensorFlow.js", $"{Export}, or download it again."),
        ("[net]", "a configuration of Darknet", $"{Export}, with its weights."),
        ("[convolutional]", "a configuration of Darknet", $"{Export}, with its weights."),
        ("7767517", "a network of ncnn (.param)", $"{Export} before it is converted to ncnn."),
    ];

    // "?" stands for an arbitrary byte.
    private static readonly (string Start, string Name, string Advice)[] Binaries =
    [
        ("PK\u0003\u0004", "a ZIP archive, such as PyTorch's .pt, .pth and .torchscript or Keras' .keras",
            $"{Export}: torch.onnx.export for PyTorch, tf2onnx for Keras."),
        ("PK\u0005\u0006", "an empty ZIP archive", Unpack),
        ("\u0089HDF\r\n\u001a\n", "an HDF5 file, such as Keras' .h5", $"{Export} with tf2onnx."),
        ("????TFL3", "a TensorFlow Lite model (TFLite, .tflite)", $"{Export}, or convert it with tf2onnx --tflite."),
        ("????ORTM", "a model in ONNX Runtime's own format (ORT, .ort)", "Serve the ONNX file that it was converted from."),
        ("\u0080\u0002\u008a\u000a\u006c\u00fc\u009c\u0046", "a PyTorch file (.pt, .pth)", $"{Export} with torch.onnx.export."),
        ("\u0080\u0002", "a Python pickle, such as an old PyTorch file", $"{Export} with torch.onnx.export."),
        ("\u0080\u0003", "a Python pickle", $"{Export}."),
        ("\u0080\u0004", "a Python pickle", $"{Export}."),
        ("\u0080\u0005", "a Python pickle", $"{Export}."),
        ("????????{ ", "a safetensors file, which has weights without their network", $"{Export}: optimum-cli for Hugging Face models."),
        ("????????{\"", "a safetensors file, which has weights without their network", $"{Export}: optimum-cli for Hugging Face models."),
        ("GGUF", "a GGUF file", $"{Export}."),
        ("RKNN", "a model for Rockchip's processors (.rknn)", $"{Export} before it is converted."),
        ("ptrt", "an engine of TensorRT", "Serve the ONNX file that it was built from."),
        ("ftrt", "an engine of TensorRT", "Serve the ONNX file that it was built from."),
        ("\u0093NUMPY", "a NumPy array (.npy)", $"{Export}."),
        ("\u0012\u0001\0\0\0\0\0\0", "parameters of MXNet (.params)", $"{Export} with mxnet.onnx."),
        ("\u0001\0v?.?", "a model of Paddle Lite (.nb)", $"{Export} with paddle2onnx."),
        ("\u0002\0v?.?", "a model of Paddle Lite (.nb)", $"{Export} with paddle2onnx."),
        ("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0??\0\0\u0008", "parameters of PaddlePaddle (.pdiparams)", $"{Export} with paddle2onnx."),
        ("\0\0\0\0\u0002\0\0\0\u0005\0\0\0", "weights of Darknet (.weights)", $"{Export}, with its configuration."),
        ("\0\0\0\0\u0001\0\0\0\0\0\0\0", "weights of Darknet (.weights)", $"{Export}, with its configuration."),
        ("\u001f\u008b", "compressed with gzip, such as a .tar.gz", Unpack),
        ("BZh", "compressed with bzip2", Unpack),
        ("\u00fd7zXZ\0", "compressed with xz", Unpack),
        ("\u0028\u00b5\u002f\u00fd", "compressed with Zstandard", Unpack),
        ("7z\u00bc\u00af\u0027\u001c", "a 7-Zip archive", Unpack),
        ("Rar!\u001a\u0007", "a RAR archive", Unpack),
        ("%PDF", "a PDF", Download),
        ("\u0089PNG\r\n", "a PNG picture", "Put the ONNX file there."),
        ("\u00ff\u00d8\u00ff", "a JPEG picture", "Put the ONNX file there."),
        ("\u007fELF", "a program or library", "Put the ONNX file there."),
    ];

    /// <summary>
    /// What a file is, and what to do, as sentences: <c>It is a Git LFS pointer, ... Run 'git lfs pull' ...</c>. Null where that is not
    /// known.
    /// </summary>
    public static string? Describe(ByteSource source)
    {
        byte[] first = new byte[Math.Min(ReadBytes, source.Length)];
        source.Read(0, first);
        return Find(first) is { } found ? $"It is {found.Name}. {found.Advice}" : null;
    }

    private static (string Name, string Advice)? Find(ReadOnlySpan<byte> first)
    {
        if (first.IsEmpty)
            return ("empty", "Copy or download it again.");
        foreach ((string start, string name, string advice) in Binaries)
        {
            if (StartsWith(first, start))
                return (name, advice);
        }

        if (first.Length > 262 && first.Slice(257, 5).SequenceEqual("ustar"u8))
            return ("a tar archive", Unpack);
        if (ProtobufSignature.Find(first) is { } message)
            return message;
        return first.IndexOfAnyExcept((byte)0) < 0
            ? ("nothing but zeros at its beginning", "Its download was probably interrupted: download it again.")
            : FindText(first);
    }

    private static (string Name, string Advice)? FindText(ReadOnlySpan<byte> first)
    {
        if (first.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || first.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
            return ("text in UTF-16", "Put the ONNX file there.");
        if (first.ContainsAnyInRange((byte)0, (byte)8) || first.ContainsAnyInRange((byte)14, (byte)31))
            return null;
        string text = Encoding.UTF8.GetString(first).TrimStart('\uFEFF').TrimStart();
        foreach ((string start, string name, string advice) in Texts)
        {
            if (text.StartsWith(start, StringComparison.OrdinalIgnoreCase))
                return (name, advice);
        }

        // A letter begins the name of a section of other formats.
        if (text is ['[', var next, ..] && !char.IsAsciiLetter(next))
            return ("a JSON file", $"{Export}, or download it again.");
        // A character may be cut at the end of what was read.
        return text.AsSpan(0, Math.Max(0, text.Length - 1)).Contains('\uFFFD') ? null : ("plain text", "Put the ONNX file there.");
    }

    private static bool StartsWith(ReadOnlySpan<byte> bytes, string signature)
    {
        if (bytes.Length < signature.Length)
            return false;
        for (int i = 0; i < signature.Length; i++)
        {
            if (signature[i] != '?' && bytes[i] != signature[i])
                return false;
        }

        // The length in front of a safetensors header is that of a header.
        return !signature.StartsWith("????????{", StringComparison.Ordinal) || BinaryPrimitives.ReadUInt64LittleEndian(bytes) < 1L << 30;
    }
}
