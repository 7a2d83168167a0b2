using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Fovea.Api.Tests.Endpoints;

public sealed class ModelNotesTests
{
    [Fact]
    public async Task What_is_not_used_is_in_the_answer_and_in_the_log_with_warnings_as_warnings()
    {
        using var models = new TestModels().Add("mine", TestModels.Colours(-1), settings: null);
        Write(models, "preprocessor_config.json", """{ "image_processor_type": "MyImageProcessor", "size": 4, "shine": 2 }""");
        Write(models, "classes.txt", "a");
        var log = new LogRecords();
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(
            services => services.AddSingleton<ILoggerProvider>(log), ("Models:Path", models.Folder));

        JsonNode[] notes = [.. (await factory.Client.Get("/models/mine").Json())["notes"]!.AsArray().OfType<JsonNode>()];

        Assert.Equal(
            [
                ("warning", "preprocessor_config.json", "image_processor_type"), ("note", "preprocessor_config.json", "shine"),
                ("note", "classes.txt", null),
            ],
            notes.Select(note => (note.Text("severity"), note.Text("file"), note["field"]?.GetValue<string>())));
        Assert.Contains("'MyImageProcessor' is not known", notes[0].Text("text"), StringComparison.Ordinal);
        foreach (JsonNode note in notes)
        {
            string message = Assert.Single(log.Messages, m => m.EndsWith(note.Text("text"), StringComparison.Ordinal));
            Assert.StartsWith($"The model 'mine' version 1: {note.Text("file")}: ", message, StringComparison.Ordinal);
            Assert.Equal(note.Text("severity") == "warning", log.Warnings.Contains(message));
        }
    }

    [Fact]
    public async Task A_model_that_is_understood_has_none()
    {
        using var models = new TestModels().Add("mine", TestModels.Colours(-1), "a\nb\nc\n");
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(("Models:Path", models.Folder));
        Assert.Empty((await factory.Client.Get("/models/mine").Json())["notes"]!.AsArray());
    }

    private static void Write(TestModels models, string name, string text) =>
        File.WriteAllText(Path.Combine(models.Folder, "mine", name), text);
}
