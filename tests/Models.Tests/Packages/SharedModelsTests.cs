using Fovea.Models.Packages;
using Fovea.Models.Packages.Settings;
using Fovea.Tests.Support;

namespace Fovea.Models.Tests.Packages;

public sealed class SharedModelsTests
{
    [Fact]
    public void Real_models_are_found_with_their_self_tests()
    {
        ModelFolderListing listing = ModelFolder.Discover(TestData.Path("models"));
        Assert.Empty(listing.Warnings);
        Assert.Equal(
        [
            "mnist-8 3", "mobilenet_v1_0.25_128 0", "mobilenet_v2 0", "ppocr_cls 0", "resnet20-cifar10 0", "squeezenet1.1 0",
            "style-candy 0", "superres-10 1", "ultraface-slim-320 0",
        ],
        listing.Models.Select(ModelPackage.Load).Select(package => $"{package.Name} {package.SelfTests.Count}"));
    }

    [Fact]
    public void Label_files_of_the_networks_are_read()
    {
        Assert.Equal(1001, LabelsFile.Read(TestData.Path("labels/imagenet-1001.txt"), "labels").Count);
        Assert.Equal("n01440764 tench, Tinca tinca", LabelsFile.Read(TestData.Path("labels/synset.txt"), "labels")[0]);
    }
}
