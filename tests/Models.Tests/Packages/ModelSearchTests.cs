using Fovea.Models.Packages;
using Fovea.Models.Tests.Support;

namespace Fovea.Models.Tests.Packages;

/// <summary>Folders as people have them: clones of hubs, exports under their own names, files of other formats.</summary>
public sealed class ModelSearchTests : IDisposable
{
    private readonly TempModels _models = new();

    public void Dispose() => _models.Dispose();

    [Theory]
    // The files of a folder, which is served, and which are not.
    [InlineData("net/onnx/model.onnx", "net/onnx/model.onnx 1", "")]
    [InlineData("net/onnx/model.onnx net/onnx/model_quantized.onnx net/onnx/model_fp16.onnx", "net/onnx/model.onnx 1",
        "model_fp16.onnx model_quantized.onnx")]
    [InlineData("net/onnx/model_int8.onnx", "net/onnx/model_int8.onnx 1", "")]
    [InlineData("net/model.onnx net/onnx/model.onnx", "net/model.onnx 1", "onnx/model.onnx")]
    [InlineData("net/best.onnx net/onnx/model.onnx net/onnx/model_fp16.onnx", "net/best.onnx 1", "onnx/model.onnx onnx/model_fp16.onnx")]
    [InlineData("net/resnet50.onnx", "net/resnet50.onnx 1", "")]
    [InlineData("net/Net.ONNX net/model.onnx.data", "net/Net.ONNX 1", "")]
    [InlineData("net/1/resnet50.onnx", "net/1/resnet50.onnx 1", "")]
    [InlineData("net/2/onnx/best.onnx", "net/2/onnx/best.onnx 2", "")]
    [InlineData("net/model.onnx net/other.onnx", "net/model.onnx 1", "other.onnx")]
    [InlineData("net/resnet50.onnx net/resnet50_fp16.onnx net/resnet50.int8.onnx net/resnet50-quint8_avx2.onnx", "net/resnet50.onnx 1",
        "resnet50-quint8_avx2.onnx resnet50.int8.onnx resnet50_fp16.onnx")]
    [InlineData("net/.hidden.onnx net/a.onnx", "net/a.onnx 1", "")]
    public void One_file_of_a_folder_is_served(string files, string served, string others)
    {
        Write(files);
        ModelFolderListing listing = _models.Discover();
        ModelLocation model = Assert.Single(listing.Models);
        Assert.Equal(served, $"{model.DisplayName(model.ModelPath)} {model.Version}");
        Assert.Null(model.Problem);
        Assert.Equal(others, string.Join(' ', model.Unserved));
        Assert.Empty(listing.Warnings);
    }

    [Fact]
    public void Any_number_of_files_makes_a_short_reason()
    {
        Write(string.Join(' ', Enumerable.Range(0, 3000).Select(i => $"net/part-{i:D4}.onnx")));
        string reason = Assert.Single(_models.Discover().Models).Problem!;
        Assert.Contains("part-0019.onnx and 2980 others, and which of them", reason, StringComparison.Ordinal);
        Assert.True(reason.Length < 1000);
    }

    [Fact]
    public void A_link_beside_it_does_not_hide_that_a_folder_has_no_onnx_file()
    {
        using var outside = new TempModels();
        Write("net/model.pt");
        Directory.CreateSymbolicLink(_models.Path("net/2"), Path.GetDirectoryName(outside.Write("2/model.onnx", ""))!);
        ModelFolderListing listing = _models.Discover();
        Assert.Contains("net/model.pt is another format (PyTorch)", Assert.Single(listing.Models).Problem, StringComparison.Ordinal);
        Assert.Contains("'net/2' is skipped: it is a link", Assert.Single(listing.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Files_that_describe_a_model_do_not_belong_into_the_folder_of_all()
    {
        Write("model.onnx labels.txt config.json");
        Assert.Equal(
            "labels.txt, config.json: not read. Such files describe a model in the same folder, and this is the folder of all models " +
            "(Models:Path): put the model and its files into a folder inside it.",
            Assert.Single(_models.Discover().Warnings));
    }

    [Theory]
    [InlineData("net/a.onnx net/b.onnx", "net: it holds a.onnx, b.onnx, and which of them is the model is not said; rename")]
    [InlineData("net/onnx/decoder.onnx net/onnx/encoder.onnx", "net/onnx: it holds decoder.onnx, encoder.onnx, and")]
    [InlineData("net/onnx/model_fp16.onnx net/onnx/model_q4.onnx", "net/onnx: it holds model_fp16.onnx, model_q4.onnx, and")]
    [InlineData("net/resnet50.onnx net/resnet50x.onnx", "net: it holds resnet50.onnx, resnet50x.onnx, and")]
    [InlineData("net/resnet.onnx net/resnet_large.onnx", "net: it holds resnet.onnx, resnet_large.onnx, and")]
    [InlineData("net/2/a.onnx net/2/b.onnx", "net/2: it holds a.onnx, b.onnx, and")]
    [InlineData("net/v1/model.onnx", "net/v1/model.onnx: a version folder's name is a whole number above 0 without leading zeros; rename")]
    [InlineData("net/v1/resnet.onnx", "net/v1/resnet.onnx: a version folder's name is a whole number above 0 without leading zeros")]
    [InlineData("net/007/model.onnx", "net/007/model.onnx: a version folder's name is a whole number above 0 without leading zeros")]
    [InlineData("net/resnet.pt", "net: it holds no ONNX file; expected model.onnx or a single other one there, in onnx/, or in a version " +
        "folder such as 1/. net/resnet.pt is another format (PyTorch): export the network to ONNX.")]
    [InlineData("net/config.json net/model.safetensors", "net: it holds no ONNX file; expected model.onnx or a single other one there, " +
        "in onnx/, or in a version folder such as 1/. net/model.safetensors is another format (weights without their network): export")]
    [InlineData("net/1/model.plan net/config.pbtxt", "net: it holds no ONNX file; expected model.onnx or a single other one there, in " +
        "onnx/, or in a version folder such as 1/. net/1/model.plan is another format (TensorRT): export")]
    [InlineData("net/1/labels.txt", "net: it holds no ONNX file; expected model.onnx or a single other one there, in onnx/, or in a " +
        "version folder such as 1/. net/1/labels.txt describes a model that is not there.")]
    public void A_folder_that_is_meant_as_a_model_is_listed_with_the_reason(string files, string reason)
    {
        Write(files);
        ModelFolderListing listing = _models.Discover();
        Assert.StartsWith(reason, Assert.Single(listing.Models).Problem, StringComparison.Ordinal);
        Assert.Empty(listing.Warnings);
    }

    [Theory]
    [InlineData("net/notes.md")]
    [InlineData("net/sub/sub/model.onnx")]
    [InlineData("net/images/1.jpg")]
    [InlineData("net/.git/model.onnx")]
    public void Any_other_folder_is_a_warning(string files)
    {
        Write(files);
        ModelFolderListing listing = _models.Discover();
        Assert.Empty(listing.Models);
        Assert.StartsWith("'net' is skipped: it holds no ONNX file; expected", Assert.Single(listing.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Versions_that_are_complete_do_not_hide_what_else_is_wrong()
    {
        Write("net/1/model.onnx net/2/labels.txt net/3/a.onnx net/3/b.onnx net/v4/model.onnx net/c.onnx net/d.onnx");
        ModelFolderListing listing = _models.Discover();
        Assert.Equal(["3 True", "1 False"], listing.Models.Select(model => $"{model.Version} {model.Problem is not null}"));
        Assert.Equal(
            [
                "net: it holds c.onnx, d.onnx, and which of them is the model is not said; rename the one to serve to model.onnx, or " +
                "put each into a folder of its own.",
                "'net/v4/model.onnx' is skipped: a version folder's name is a whole number above 0 without leading zeros.",
                "'net/2' is skipped: it holds no ONNX file.",
            ],
            listing.Warnings);
    }

    [Theory]
    [InlineData("default_model_filename: \"b.onnx\"", "b.onnx")]
    [InlineData("default_model_filename: \"model.onnx\"", "model.onnx")]
    [InlineData("default_model_filename: \"gone.onnx\"", "model.onnx")]
    [InlineData("default_model_filename: \"../1/b.onnx\"", "model.onnx")]
    [InlineData("{ no text format", "model.onnx")]
    public void Tritons_configuration_may_name_the_file(string config, string served)
    {
        Write("net/1/b.onnx net/1/model.onnx");
        _models.Write("net/config.pbtxt", config);
        Assert.Equal(served, Path.GetFileName(Assert.Single(_models.Discover().Models).ModelPath));
    }

    [Fact]
    public void Files_of_a_clones_root_and_of_its_exports_folder_count()
    {
        Write("net/onnx/model.onnx net/onnx/model_fp16.onnx");
        _models.Write("net/config.json", """{ "id2label": { "0": "root" } }""");
        _models.Write("net/fovea.json", """{ "selfTestTolerance": 0.5 }""");
        _models.Write("net/onnx/fovea.json", """{ "selfTestTolerance": 0.25 }""");
        ModelPackage package = _models.Load("net");
        Assert.Equal((0.25, "root"), (package.SelfTestTolerance, package.Labels!.Single()));
        Assert.Equal(
            "Note model.onnx: It is served, since a file named model.onnx has precedence; not served: model_fp16.onnx.",
            Assert.Single(Prepared.Lines(package.Notes)));
    }

    [Fact]
    public void Links_out_of_the_folder_are_not_looked_into()
    {
        using var outside = new TempModels();
        outside.Write("secret/a.onnx", "");
        outside.Write("secret/b.onnx", "");
        Directory.CreateDirectory(_models.Path("net"));
        Directory.CreateSymbolicLink(_models.Path("net/onnx"), outside.Path("secret"));
        Directory.CreateSymbolicLink(_models.Path("net/3"), outside.Path("secret"));
        ModelFolderListing listing = _models.Discover();
        Assert.Empty(listing.Models);
        Assert.Equal("'net/3' is skipped: it is a link out of the model folder.", listing.Warnings[0]);
        Assert.StartsWith("'net' is skipped: it holds no ONNX file; expected model.onnx", listing.Warnings[1], StringComparison.Ordinal);
        Assert.Equal(2, listing.Warnings.Count);
    }

    private void Write(string files)
    {
        foreach (string file in files.Split(' '))
            _models.Write(file, "");
    }
}
