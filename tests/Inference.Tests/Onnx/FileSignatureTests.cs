using System.IO.Compression;
using System.Text;
using Fovea.Inference.Onnx;
using Fovea.Inference.Tests.Support;
using Fovea.Tests.Support;

namespace Fovea.Inference.Tests.Onnx;

/// <summary>Files that lie under the name of a model and are something else.</summary>
public sealed class FileSignatureTests
{
    public static TheoryData<string, byte[]> Files
    {
        get
        {
            var files = new TheoryData<string, byte[]>
            {
                { "It is empty.", [] },
                { "It is a Git LFS pointer", Text("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1024\n") },
                { "It is a Git Xet pointer", Text("# xet version 0\nfilesize = 1\n") },
                { "It is a git-annex pointer", Text("/annex/objects/SHA256E-s1--00.onnx\n") },
                { "It is an HTML page", Text("<!DOCTYPE html><html><head>") },
                { "It is an HTML page", Text("\ufeff\r\n  <HTML lang='en'>") },
                { "It is an HTML page", Text("<head><title>404") },
                { "It is an XML file", Text("<?xml version=\"1.0\"?><net name=\"x\" version=\"11\">") },
                { "It is an XML file, such as OpenVINO's", Text("<net name=\"x\" version=\"11\">") },
                { "It is an XML file", Text("<Error><Code>AccessDenied</Code></Error>") },
                { "It is a JSON file", Text("{\"error\": \"Repository not found\"}") },
                { "It is a JSON file", Text(" [1]") },
                { "It is plain text", Text("[tool.poetry]\nname = 'x'\n") },
                { "It is an HTML page", Text("<!-- moved --><html>") },
                { "It is an HTML page", Text("<body>Not found</body>") },
                { "It is a configuration of Darknet", Text("[net]\nbatch=1\n") },
                { "It is a network of ncnn", Text("7767517\n75 83\nInput data 0 1 data\n") },
                { "It is plain text", Text("Not Found\n") },
                { "It is plain text", Text("Número de versión\n") },
                { "It is plain text", Text(new string('a', 4095) + "é") },
                { "It is text in UTF-16", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("version")] },
                { "It is a ZIP archive, such as PyTorch's", Zip("archive/data.pkl") },
                { "It is an empty ZIP archive", Zip(null) },
                { "It is an HDF5 file, such as Keras'", [0x89, .. "HDF\r\n"u8, 0x1A, 0x0A, 0, 0, 0] },
                { "It is a TensorFlow Lite model", [0x20, 0, 0, 0, .. "TFL3"u8, 0, 0, 0, 0] },
                { "It is a model in ONNX Runtime's own format", [0x28, 0, 0, 0, .. "ORTM"u8, 0, 0, 0, 0] },
                { "It is a PyTorch file", [0x80, 2, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, 0x2E] },
                { "It is a Python pickle", [0x80, 4, 0x95, 0, 0, 0, 0, 0, 0, 0, 0] },
                { "It is a safetensors file", [0x58, 0, 0, 0, 0, 0, 0, 0, .. "{\"weight\":{\"dtype\":\"F32\"}}"u8] },
                { "It is a GGUF file", [.. "GGUF"u8, 3, 0, 0, 0] },
                { "It is a model for Rockchip's", [.. "RKNN"u8, 0, 0, 0, 0] },
                { "It is an engine of TensorRT", [.. "ptrt"u8, 0, 0, 0, 0] },
                { "It is a NumPy array", [0x93, .. "NUMPY"u8, 1, 0] },
                { "It is parameters of MXNet", [0x12, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0] },
                { "It is a model of Paddle Lite", [2, 0, .. "v2.10\0"u8, 0, 0] },
                { "It is parameters of PaddlePaddle", [.. new byte[16], 8, 0, 0, 0, 8, 5, 0x10, 0x40] },
                { "It is a model of PaddlePaddle (.pdmodel)", Paddle() },
                { "It is weights of Darknet", [0, 0, 0, 0, 2, 0, 0, 0, 5, 0, 0, 0, 0x80, 0x38, 1, 0] },
                { "It is a Core ML model", CoreMl() },
                { "It is a SavedModel of TensorFlow", SavedModel() },
                { "It is a frozen graph of TensorFlow", GraphDef() },
                { "It is a model of Caffe", new ProtoMessage().Text(1, "net").Message(100, new ProtoMessage().Text(1, "data")).ToArray() },
                {
                    "It is a tensor of ONNX",
                    new ProtoMessage().Number(1, 1).Number(1, 3).Number(2, 1).Bytes(9, new byte[12]).ToArray()
                },
                { "It is compressed with gzip", Gzip() },
                { "It is compressed with bzip2", [.. "BZh91AY"u8] },
                { "It is compressed with xz", [0xFD, .. "7zXZ"u8, 0, 0, 4] },
                { "It is compressed with Zstandard", [0x28, 0xB5, 0x2F, 0xFD, 4] },
                { "It is a 7-Zip archive", [.. "7z"u8, 0xBC, 0xAF, 0x27, 0x1C, 0] },
                { "It is a RAR archive", [.. "Rar!"u8, 0x1A, 7, 1, 0] },
                { "It is a tar archive", Tar() },
                { "It is a PDF", [.. "%PDF-1.7\n"u8] },
                { "It is a PNG picture", [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, 0, 0] },
                { "It is a JPEG picture", [0xFF, 0xD8, 0xFF, 0xE0] },
                { "It is a program or library", [0x7F, .. "ELF"u8, 2] },
                { "It is nothing but zeros", new byte[10_000] },
            };
            return files;
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void What_is_no_ONNX_file_is_named_with_what_to_do(string expected, byte[] bytes)
    {
        using var engine = new InferenceEngine(new InferenceOptions { Threads = 1 });
        InvalidModelException error = Assert.Throws<InvalidModelException>(() => engine.Load(bytes, "model.onnx"));
        Assert.StartsWith($"model.onnx: The file is no ONNX model. {expected}", error.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_on_disk_is_named_too()
    {
        string path = Path.GetTempFileName();
        File.WriteAllText(path, "version https://git-lfs.github.com/spec/v1\n");
        using var engine = new InferenceEngine(new InferenceOptions { Threads = 1 });
        Assert.Contains(
            "Run 'git lfs pull'", Assert.Throws<InvalidModelException>(() => engine.Load(path)).Message, StringComparison.Ordinal);
        File.Delete(path);
    }

    [Fact]
    public void An_ONNX_file_that_is_cut_short_is_not_misnamed()
    {
        byte[] whole = Small().Build();
        using var engine = new InferenceEngine(new InferenceOptions { Threads = 1 });
        for (int length = 1; length < whole.Length; length++)
        {
            string message = Assert.Throws<InvalidModelException>(() => engine.Load(whole.AsMemory(0, length), "m")).Message;
            Assert.DoesNotContain("It is ", message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("pytorch")]
    [InlineData("tf2onnx")]
    [InlineData("\nx")]
    [InlineData("")]
    public void The_producers_name_is_no_mark_of_another_format(string producer)
    {
        byte[] start = new ProtoMessage().Number(1, 8).Text(2, producer).Text(3, "2.1").ToArray();
        Assert.Null(FileSignature.Describe(new MemorySource(start)));
        Assert.Null(FileSignature.Describe(new MemorySource((byte[])[.. start, .. Small().Build()])));
    }

    [Fact]
    public void No_ONNX_file_of_the_test_data_would_be_named()
    {
        string folder = TestData.Find("models");
        string[] files =
        [
            .. Directory.EnumerateFiles(folder, "*.onnx", SearchOption.AllDirectories),
            .. Directory.EnumerateFiles(TestData.Find("topologies"), "*.onnx", SearchOption.AllDirectories),
            .. Directory.EnumerateFiles(TestData.Find("wild"), "*.onnx", SearchOption.AllDirectories),
            .. Directory.EnumerateFiles(TestData.Find("conformance"), "*.onnx", SearchOption.AllDirectories),
        ];
        Assert.NotEmpty(files);
        Assert.DoesNotContain(files, path =>
        {
            using var source = new FileSource(path);
            return FileSignature.Describe(source) is not null;
        });
    }

    [Fact]
    public void Tensors_of_the_test_data_are_named_as_such_or_not_at_all()
    {
        string[] files = [.. Directory.EnumerateFiles(TestData.Find("conformance"), "*.pb", SearchOption.AllDirectories).Take(500)];
        Assert.All(files, path =>
        {
            using var source = new FileSource(path);
            string? found = FileSignature.Describe(source);
            Assert.True(found is null || found.Contains("a tensor of ONNX", StringComparison.Ordinal), $"{path}: {found}");
        });
    }

    private static OnnxFile Small() => new OnnxFile().Input("x", 1, 3).Node("Relu", ["x"], "y").Output("y", 1, 3);

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Zip(string? entry)
    {
        using var buffer = new MemoryStream();
        using (var archive = new ZipArchive(buffer, ZipArchiveMode.Create))
        {
            if (entry is not null)
                archive.CreateEntry(entry);
        }

        return buffer.ToArray();
    }

    private static byte[] Gzip()
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Fastest))
            gzip.Write(Small().Build());
        return buffer.ToArray();
    }

    private static byte[] Tar()
    {
        byte[] bytes = new byte[1024];
        "net/model.onnx"u8.CopyTo(bytes);
        "ustar"u8.CopyTo(bytes.AsSpan(257));
        return bytes;
    }

    // ProgramDesc { blocks { idx, parent_idx, vars { name } } }, with enough variables for a length of several bytes.
    private static byte[] Paddle()
    {
        ProtoMessage block = new ProtoMessage().Number(1, 0).Number(2, -1);
        for (int i = 0; i < 1000; i++)
            block.Message(3, new ProtoMessage().Text(1, $"conv2d_{i}.w_0"));
        return new ProtoMessage().Message(1, block).ToArray();
    }

    // Model { specificationVersion, description { input { name, shortDescription } output { name } } }
    private static byte[] CoreMl() => new ProtoMessage().Number(1, 4).Message(2, new ProtoMessage()
        .Message(1, new ProtoMessage().Text(1, "image").Text(2, "a picture")).Message(10, new ProtoMessage().Text(1, "classLabel")))
        .ToArray();

    // SavedModel { schema version, meta_graphs { meta_info_def { stripped_op_list, tags } } }
    private static byte[] SavedModel() => new ProtoMessage().Number(1, 1).Message(2, new ProtoMessage()
        .Message(1, new ProtoMessage().Message(2, new ProtoMessage().Text(1, "AddV2")).Text(4, "serve"))).ToArray();

    // GraphDef { node { name, op, attr } node { name, op, input } }
    private static byte[] GraphDef() => new ProtoMessage()
        .Message(1, new ProtoMessage().Text(1, "input").Text(2, "Placeholder").Message(5, new ProtoMessage().Text(1, "dtype")))
        .Message(1, new ProtoMessage().Text(1, "relu").Text(2, "Relu").Text(3, "input")).ToArray();
}
