using Fovea.Api.Tests.Support;
using Fovea.Models.Packages;
using Fovea.Models.Pulling;

namespace Fovea.Api.Tests.Verbs;

public sealed class ZooCatalogueTests
{
    [Fact]
    public void Paths_hashes_and_sizes_are_the_zoos()
    {
        var zoo = File.ReadAllLines(Repository.TestData("onnx-zoo-catalogue.tsv")).Skip(1).Select(line => line.Split('\t'))
            .ToDictionary(row => row[0]);

        foreach (ZooModel model in ZooCatalogue.Models)
        {
            string[] row = zoo[model.Path];
            Assert.Equal((model.Sha256, $"{model.Bytes}"), (row[1], row[2]));
            Assert.True(int.Parse(row[3], System.Globalization.CultureInfo.InvariantCulture) >= 7, $"{model.Name} is of opset {row[3]}.");
        }

        Assert.Equal(
            (ZooCatalogue.LabelsSha256, $"{ZooCatalogue.LabelsBytes}"), (zoo[ZooCatalogue.LabelsPath][1], zoo[ZooCatalogue.LabelsPath][2]));
        Assert.InRange(ZooCatalogue.Models.Count, 15, 20);
        Assert.Distinct(ZooCatalogue.Models.Select(model => model.Name));
    }

    [Fact]
    public void Every_settings_file_can_be_read()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("fovea-zoo-");
        try
        {
            foreach (ZooModel model in ZooCatalogue.Models)
            {
                string path = folder.CreateSubdirectory(model.Name).FullName;
                File.WriteAllBytes(Path.Combine(path, "model.onnx"), []);
                File.WriteAllText(Path.Combine(path, "fovea.json"), model.FoveaJson);
            }

            IReadOnlyList<ModelLocation> found = ModelFolder.Discover(folder.FullName).Models;
            Assert.Equal(ZooCatalogue.Models.Count, found.Count);
            Assert.All(found, location => Assert.NotNull(ModelPackage.Load(location).Preprocessing.Normalization));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
