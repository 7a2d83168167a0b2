using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;
using Fovea.Tests.Support;

namespace Fovea.Api.Tests.Tasks;

/// <summary>A text detector finds the texts that its Python original finds, recognised by its file alone.</summary>
public sealed class RecordedTextTests
{
    private const string Name = "ppocrv3-det";

    // Of what the network computes a little otherwise; corners are whole pixels.
    private const double ScoreTolerance = 1e-3;

    [Fact]
    public async Task Texts_are_those_of_the_original()
    {
        var recorded = new RecordedTask(Name);
        using TestModels models = new TestModels().Add("texts", recorded.Model, settings: null);
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(("Models:Path", models.Folder));
        JsonNode details = await factory.Client.Get("/models/texts").Json();
        Assert.Equal(("textDetection", "sigmoid_0.tmp_0"), (details.Text("task"), details.Text("textOutput")));

        RecordedPhoto[] photos = [.. recorded.Photos];
        JsonNode answer = await factory.Client.Post(
            "/predict?model=texts",
            HttpCalls.Files([.. photos.Select(photo => (photo.Path, File.ReadAllBytes(TestData.Path(photo.Path))))])).Json();
        for (int i = 0; i < photos.Length; i++)
        {
            JsonArray expected = photos[i].Photo["texts"]!.AsArray(), found = answer["results"]![i]!["texts"]!.AsArray();
            Assert.Equal(expected.Select(Corners), found.Select(Corners));
            Assert.Equal(expected.Select(Box), found.Select(Box));
            for (int k = 0; k < found.Count; k++)
                Assert.Equal(expected[k]!["score"]!.GetValue<double>(), found[k]!["score"]!.GetValue<double>(), ScoreTolerance);
        }
    }

    [Fact]
    public async Task The_best_texts_are_answered_above_a_threshold()
    {
        using TestModels models = new TestModels().Add("texts", new RecordedTask(Name).Model, settings: null);
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(("Models:Path", models.Folder));
        byte[] photo = File.ReadAllBytes(TestData.Path("images/photos/hot_dog.jpg"));

        JsonNode above = await factory.Client.Post("/predict?threshold=0.66", HttpCalls.Image(photo)).Json();
        JsonNode best = await factory.Client.Post("/predict?max=1", HttpCalls.Image(photo)).Json();
        using HttpResponseMessage drawn = await factory.Client.Post("/predict?format=png", HttpCalls.Image(photo));

        Assert.Equal([0.670, 0.723], above["results"]![0]!["texts"]!.AsArray().Select(Score));
        Assert.Equal([0.723], best["results"]![0]!["texts"]!.AsArray().Select(Score));
        Assert.Equal("image/png", drawn.Content.Headers.ContentType!.MediaType);
    }

    private static double Score(JsonNode? text) => Math.Round(text!["score"]!.GetValue<double>(), 3);

    private static string Corners(JsonNode? text) => string.Join(
        ' ',
        text!["polygon"]!.AsArray().Select(corner => corner is JsonArray pair ? $"{pair[0]},{pair[1]}" : $"{corner!["x"]},{corner["y"]}"));

    private static (double, double, double, double) Box(JsonNode? text)
    {
        if (text!["box"] is { } box)
        {
            (double x, double y) = (box["x"]!.GetValue<double>(), box["y"]!.GetValue<double>());
            return (x, y, x + box["width"]!.GetValue<double>(), y + box["height"]!.GetValue<double>());
        }

        double[] columns = [.. text["polygon"]!.AsArray().Select(corner => corner![0]!.GetValue<double>())];
        double[] rows = [.. text["polygon"]!.AsArray().Select(corner => corner![1]!.GetValue<double>())];
        return (columns.Min(), rows.Min(), columns.Max(), rows.Max());
    }
}
