using System.Globalization;
using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;

namespace Fovea.Api.Tests.Photos;

/// <summary>Real networks and photographs through the service: the same answers as Pillow and ONNX Runtime gave.</summary>
public sealed class PhotoTests
{
    private const double Tolerance = 0.01;

    [Fact]
    public Task Mobilenet_v2_agrees_on_every_photo() => Agree("mobilenet_v2", "labels/imagenet-1001.txt", column: 1, """
        { "resize": { "rule": "shortest-edge", "size": 256, "filter": "bilinear" }, "crop": "floor",
          "normalize": [ { "divide": 127.5 }, { "subtract": 1 } ], "exifOrientation": false }
        """);

    [Fact]
    public Task Squeezenet_agrees_on_every_photo() => Agree("squeezenet1.1", "labels/synset.txt", column: 3, """
        { "input": { "channels": "bgr" }, "resize": { "rule": "shortest-edge", "size": 256, "filter": "bilinear" }, "crop": "floor",
          "normalize": [ { "subtract": [103.94, 116.78, 123.68] } ], "exifOrientation": false }
        """);

    private static async Task Agree(string name, string labels, int column, string settings)
    {
        string model = Repository.TestData($"models/{name}.onnx");
        string photos = Repository.TestData("images/photos");
        string[] expected = await File.ReadAllLinesAsync(Repository.TestData("images/photos.tsv"));
        using var models = new TestModels()
            .Add(name, await File.ReadAllBytesAsync(model), await File.ReadAllTextAsync(Repository.TestData(labels)), settings);
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(("Models:Path", models.Folder));

        var wrong = new List<string>();
        foreach (string[] row in expected.Skip(1).Select(line => line.Split('\t')))
        {
            ByteArrayContent photo = HttpCalls.Image(
                await File.ReadAllBytesAsync(Path.Combine(photos, row[0])), "application/octet-stream");
            JsonNode top = (await factory.Client.Post("/predict?top=1", photo).Json())["results"]![0]!["predictions"]![0]!;
            double probability = double.Parse(row[column + 1], CultureInfo.InvariantCulture);
            if (FirstSynonym(top.Text("label")) != row[column] || Math.Abs(top["probability"]!.GetValue<float>() - probability) > Tolerance)
                wrong.Add($"{row[0]}: {top.Text("label")} {top["probability"]}, expected {row[column]} {probability}");
        }

        Assert.True(expected.Length > 40);
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    /// <summary>"n02099712 Labrador retriever, Labrador" is the class "Labrador retriever".</summary>
    private static string FirstSynonym(string label)
    {
        string first = label.Split(',')[0].Trim();
        return first.Length > 10 && first[0] == 'n' && first[1..9].All(char.IsAsciiDigit) ? first[10..] : first;
    }
}
