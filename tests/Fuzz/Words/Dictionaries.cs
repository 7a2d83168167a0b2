using System.Text;
using Fovea.Api.OpenInference.Grpc.Schema;
using Fovea.Imaging.Tiff;
using Fovea.Inference.Onnx.Schema;
using Fovea.Inference.Operators;

namespace Fovea.Fuzz.Words;

/// <summary>The words for each kind of input, taken from the product's own tables and sources.</summary>
internal static class Dictionaries
{
    /// <summary>Numbers at which protobuf's arithmetic turns: the largest, -1, the smallest, 2^31 and 2^32.</summary>
    private static readonly byte[][] Varints =
    [
        [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01],
        [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01], [0x80, 0x80, 0x80, 0x80, 0x08], [0x80, 0x80, 0x80, 0x80, 0x10],
    ];

    private static readonly string[] Json =
    [
        "{", "}", "[", "]", ":", ",", "\"", "null", "true", "false", "-1", "0", "1e308", "1e-400", "9223372036854775808", "\\u0000",
        "\\ud800", "//", "/*", "NaN",
    ];

    /// <summary>Of ONNX files: field tags, operators, attributes and their texts.</summary>
    public static IReadOnlyList<byte[]> Onnx() => Distinct(
    [
        .. ProtoTags.Of(ModelProto.Descriptor.File), .. Varints, .. OperatorTable.All.Select(op => Encoding.ASCII.GetBytes(op.Name)),
        .. SourceWords.In("Inference/Operators"), .. SourceWords.In("Inference/Onnx"),
    ]);

    /// <summary>Of the files beside a model that are JSON.</summary>
    public static IReadOnlyList<byte[]> PackageJson() => Distinct([.. SourceWords.In("Models/Packages"), .. Texts(Json)]);

    /// <summary>Of Triton's text format.</summary>
    public static IReadOnlyList<byte[]> Triton() => Distinct(
    [
        .. SourceWords.In("Models/Packages/Triton"),
        .. Texts(["{", "}", "[", "]", "<", ">", ":", ";", ",", "#", "'", "\\x", "-inf", "0x1"]),
    ]);

    /// <summary>Of labels: the ends of lines, and what is no UTF-8.</summary>
    public static IReadOnlyList<byte[]> Lines() =>
        [[10], [13, 10], [13], [0xEF, 0xBB, 0xBF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xFF, 0xFE]];

    /// <summary>Of Python's literals in the metadata of an ONNX file.</summary>
    public static IReadOnlyList<byte[]> Python() => Distinct(
    [
        .. Texts(["{", "}", "[", "]", "(", ")", "'", "\"", ":", ",", "True", "None"]),
        .. Texts(["\\x41", "\\ud800", "\\U0001f41c", "\\N", "-1", "1e999"]),
    ]);

    /// <summary>Of the protocol's requests as JSON.</summary>
    public static IReadOnlyList<byte[]> V2Json() => Distinct([.. SourceWords.In("Api/OpenInference"), .. Texts(Json)]);

    /// <summary>Of <c>/predict</c>'s bodies.</summary>
    public static IReadOnlyList<byte[]> Bodies() => Distinct(
        [.. SourceWords.In("Api/Http"), .. Texts(Json), .. Texts(["\r\n", "--", "; "])]);

    /// <summary>Of the protocol's messages over gRPC.</summary>
    public static IReadOnlyList<byte[]> Grpc() => Distinct(
        [.. ProtoTags.Of(ModelInferRequest.Descriptor.File), .. Varints, .. SourceWords.In("Api/OpenInference")]);

    /// <summary>Of pictures: markers of JPEG, chunks of PNG, WebP and GIF, tags of EXIF.</summary>
    public static IReadOnlyList<byte[]> Pictures() =>
    [
        .. Enumerable.Range(0xC0, 0x40).Select(marker => new byte[] { 0xFF, (byte)marker }),
        [0xFF, 0xE1], [0xFF, 0xFE], [0xFF, 0x01], [0xFF, 0x00], [0xFF, 0xFF],
        .. Texts(
        [
            "IHDR", "PLTE", "IDAT", "IEND", "tRNS", "eXIf", "iTXt", "tEXt", "zTXt", "acTL", "fcTL", "fdAT", "gAMA", "iCCP", "sBIT", "RIFF",
            "WEBP", "VP8 ", "VP8L", "VP8X", "ALPH", "ANIM", "ANMF", "EXIF", "XMP ", "ICCP", "GIF87a", "GIF89a", "NETSCAPE2.0", "JFIF\0",
            "Exif\0\0", "Adobe\0", "II*\0", "MM\0*", "http://ns.adobe.com/xap/1.0/\0", "tiff:Orientation", "Raw profile type exif", "BM",
            "P1\n", "P2\n", "P3\n", "P4\n", "P5\n", "P6\n", " 255\n", " 65535\n", "TRUEVISION-XFILE.\0",
        ]),
        [0x12, 0x01, 0x03, 0x00, 0x01, 0x00, 0x00, 0x00], [0x01, 0x12, 0x00, 0x03, 0x00, 0x00, 0x00, 0x01], [0x21, 0xF9, 0x04],
        [0x21, 0xFF, 0x0B],
        .. Enum.GetValues<TiffTag>().Select(tag => new byte[] { (byte)tag, (byte)((int)tag >> 8), 4, 0, 1, 0, 0, 0 }),
    ];

    private static IEnumerable<byte[]> Texts(IEnumerable<string> texts) => texts.Select(Encoding.Latin1.GetBytes);

    private static List<byte[]> Distinct(IEnumerable<byte[]> words) => [.. words.DistinctBy(Convert.ToHexString)];
}
