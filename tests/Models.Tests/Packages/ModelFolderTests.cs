using Fovea.Models.Errors;
using Fovea.Models.Packages;
using Fovea.Models.Tests.Support;

namespace Fovea.Models.Tests.Packages;

public sealed class ModelFolderTests : IDisposable
{
    private readonly TempModels _models = new();

    public void Dispose() => _models.Dispose();

    [Fact]
    public void The_three_layouts_are_found_by_name_and_highest_version_first()
    {
        _models.Write("plain/model.onnx", "");
        _models.Write("versions/2/model.onnx", "");
        _models.Write("versions/10/model.onnx", "");
        _models.Write("flat.onnx", "");
        _models.Write("README.md", "");
        ModelFolderListing listing = _models.Discover();
        Assert.Equal(["flat 1", "plain 1", "versions 10", "versions 2"], listing.Models.Select(m => $"{m.Name} {m.Version}"));
        Assert.Empty(listing.Warnings);
        Assert.Equal([_models.Path("versions/10"), _models.Path("versions")], listing.Models[2].Folders);
        Assert.All(listing.Models, model => Assert.Equal(_models.Root, model.Root));
    }

    [Fact]
    public void A_missing_folder_is_an_error_that_names_it()
    {
        var error = Assert.Throws<DirectoryNotFoundException>(() => ModelFolder.Discover(_models.Path("nowhere")));
        Assert.Contains(_models.Path("nowhere"), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_stands_for_images_is_refused_in_every_layout()
    {
        _models.Write("plain@image/model.onnx", "");
        _models.Write("versions@image/2/model.onnx", "");
        _models.Write("flat@image.onnx", "");
        _models.Write("@image/model.onnx", "");
        _models.Write("me@image.example/model.onnx", "");
        _models.Write("plain/model.onnx", "");
        ModelFolderListing listing = _models.Discover();
        Assert.Equal(["me@image.example", "plain"], listing.Models.Select(m => m.Name));
        Assert.Equal(
        [
            "'@image' is skipped: a name that ends in '@image' stands for the images of another model (docs/v2.md). Rename it.",
            "'plain@image' is skipped: a name that ends in '@image' stands for the images of another model (docs/v2.md). Rename it.",
            "'versions@image' is skipped: a name that ends in '@image' stands for the images of another model (docs/v2.md). Rename it.",
            "'flat@image.onnx' is skipped: a name that ends in '@image' stands for the images of another model (docs/v2.md). Rename it.",
        ],
        listing.Warnings);
    }

    [Fact]
    public void What_is_passed_over_is_said_with_its_reason()
    {
        _models.Write("empty/README.md", "");
        _models.Write("odd/007/model.onnx", "");
        _models.Write("odd/8/model.onnx", "");
        _models.Write("twice/model.onnx", "");
        _models.Write("twice/1/model.onnx", "");
        _models.Write("both/model.onnx", "");
        _models.Write("both.onnx", "");
        _models.Write(".hidden/model.onnx", "");
        ModelFolderListing listing = _models.Discover();
        Assert.Equal(
            ["both/model.onnx", "odd/8/model.onnx", "twice/1/model.onnx"],
            listing.Models.Select(m => Path.GetRelativePath(_models.Root, m.ModelPath)));
        Assert.Equal(
        [
            "'empty' is skipped: it holds no ONNX file; expected model.onnx or a single other one there, in onnx/, or in a version " +
            "folder such as 1/.",
            "'odd/007/model.onnx' is skipped: a version folder's name is a whole number above 0 without leading zeros.",
            "'twice/model.onnx' is skipped: 'twice/1/model.onnx' is version 1 of 'twice' already.",
            "'both.onnx' is skipped: 'both/model.onnx' is version 1 of 'both' already.",
        ],
        listing.Warnings);
    }

    [Fact]
    public void A_folder_that_may_not_be_read_does_not_hide_the_others()
    {
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess)
        {
            Assert.Skip("Permissions do not bind this user.");
            return;
        }

        _models.Write("net/model.onnx", "");
        _models.Write("lost+found/model.onnx", "");
        File.SetUnixFileMode(_models.Path("lost+found"), UnixFileMode.None);
        ModelFolderListing listing = _models.Discover();
        File.SetUnixFileMode(_models.Path("lost+found"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Assert.Equal(["net"], listing.Models.Select(m => m.Name));
        Assert.StartsWith("'lost+found' is skipped: it cannot be read.", Assert.Single(listing.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Links_out_of_the_folder_are_not_followed()
    {
        using var outside = new TempModels();
        outside.Write("secret/model.onnx", "");
        outside.Write("secret/labels.txt", "a");
        _models.Write("file/1/model.onnx", "");
        Directory.CreateSymbolicLink(_models.Path("folder"), outside.Path("secret"));
        File.CreateSymbolicLink(_models.Path("file/2"), outside.Path("secret"));
        Directory.CreateDirectory(_models.Path("linked"));
        File.CreateSymbolicLink(_models.Path("linked/model.onnx"), outside.Path("secret/model.onnx"));
        File.CreateSymbolicLink(_models.Path("circle"), _models.Path("circle"));
        ModelFolderListing listing = _models.Discover();
        Assert.Equal(["file 1"], listing.Models.Select(m => $"{m.Name} {m.Version}"));
        Assert.Equal(
        [
            "'file/2' is skipped: it is a link out of the model folder.",
            "'folder' is skipped: it is a link out of the model folder.",
            "'linked/model.onnx' is skipped: it is a link out of the model folder.",
        ],
        listing.Warnings);

        File.CreateSymbolicLink(_models.Path("file/1/labels.txt"), outside.Path("secret/labels.txt"));
        var error = Assert.Throws<ModelPackageException>(() => _models.Load("file"));
        Assert.Equal("file/1/labels.txt: the file is a link out of the model folder, which is not followed.", error.Message);
    }

    [Fact]
    public void Links_inside_the_folder_are_followed_as_in_a_mounted_ConfigMap()
    {
        _models.Write("net/..2026_01_01/model.onnx", "");
        _models.Write("net/..2026_01_01/labels.txt", "a\nb");
        Directory.CreateSymbolicLink(_models.Path("net/..data"), "..2026_01_01");
        File.CreateSymbolicLink(_models.Path("net/model.onnx"), "..data/model.onnx");
        File.CreateSymbolicLink(_models.Path("net/labels.txt"), "..data/labels.txt");
        Assert.Empty(_models.Discover().Warnings);
        Assert.Equal(["a", "b"], _models.Load("net").Labels);
    }

    [Fact]
    public void A_link_as_the_models_folder_itself_is_followed()
    {
        _models.Write("real/net/model.onnx", "");
        Directory.CreateSymbolicLink(_models.Path("link"), _models.Path("real"));
        Assert.Equal(["net"], ModelFolder.Discover(_models.Path("link")).Models.Select(m => m.Name));
    }

    [Fact]
    public void A_version_folders_file_replaces_the_models()
    {
        _models.Write("net/1/model.onnx", "");
        _models.Write("net/2/model.onnx", "");
        _models.Write("net/labels.txt", "shared");
        _models.Write("net/2/labels.txt", "own");
        _models.Write("net/fovea.json", """{ "selfTestTolerance": 0.5 }""");
        Assert.Equal([("2", "own", 0.5), ("1", "shared", 0.5)],
            _models.Discover().Models.Select(ModelPackage.Load).Select(p => (p.Version, p.Labels!.Single(), p.SelfTestTolerance)));
    }

    [Fact]
    public void A_flat_model_has_files_that_carry_its_name()
    {
        _models.Write("net.onnx", "");
        _models.Write("net.labels.txt", "a\nb\n");
        _models.Write("net.fovea.json", """{ "selfTestTolerance": 0.25 }""");
        _models.Write("config.json", "not read");
        ModelPackage package = _models.Load("net");
        Assert.Equal(["a", "b"], package.Labels);
        Assert.Equal("net.labels.txt", package.LabelsSource);
        Assert.Equal(0.25, package.SelfTestTolerance);
        Assert.Empty(package.SelfTests);
    }
}
