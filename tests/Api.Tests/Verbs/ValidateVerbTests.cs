using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;

namespace Fovea.Api.Tests.Verbs;

/// <summary>The verb as users type it.</summary>
public sealed class ValidateVerbTests : IDisposable
{
    private readonly TestModels _models = new();

    public void Dispose() => _models.Dispose();

    [Fact]
    public async Task A_folder_is_read_with_the_files_beside_the_model()
    {
        _models.Add("colours", TestModels.Colours(-1), "red\ngreen\nblue\n");

        (int exitCode, string output) = await ServerProcess.RunAsync($"validate {Path.Combine(_models.Folder, "colours")}");

        Assert.True(exitCode == 0, output);
        Assert.StartsWith("model.onnx: would be served.", output, StringComparison.Ordinal);
        Assert.All(
            ["ai.onnx 13", "classification", "8 images: ", "fovea.json: normalize"],
            part => Assert.Contains(part, output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Each_version_is_named_by_its_folder()
    {
        foreach (string version in new[] { "1", "12" })
        {
            Directory.CreateDirectory(Path.Combine(_models.Folder, "colours", version));
            File.WriteAllBytes(Path.Combine(_models.Folder, "colours", version, "model.onnx"), TestModels.Colours(-1));
        }

        (int exitCode, string output) = await ServerProcess.RunAsync($"validate {Path.Combine(_models.Folder, "colours")}");

        Assert.True(exitCode == 0, output);
        Assert.All(
            ["1/model.onnx: would be served.", "12/model.onnx: would be served."],
            line => Assert.Contains(line, output.Split(Environment.NewLine)));
    }

    [Fact]
    public async Task A_file_that_would_not_be_served_ends_with_1_and_says_why()
    {
        _models.Add("strange", TestModels.UnknownOperator(), settings: null);

        (int exitCode, string output) = await ServerProcess.RunAsync(
            $"validate --json {Path.Combine(_models.Folder, "strange", "model.onnx")}");

        JsonNode report = JsonNode.Parse(output)!;
        Assert.Equal(1, exitCode);
        Assert.False(report["served"]!.GetValue<bool>());
        Assert.Contains("Frobnicate", report["problems"]!.AsArray().Single()!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_that_is_wrong_is_said_at_once()
    {
        _models.Add("strange", TestModels.UnknownOperator(), settings: """{ "colour": 1 }""");

        (int exitCode, string output) = await ServerProcess.RunAsync($"validate --json {Path.Combine(_models.Folder, "strange")}");

        string[] problems = [.. JsonNode.Parse(output)!["problems"]!.AsArray().Select(problem => problem!.GetValue<string>())];
        Assert.Equal(1, exitCode);
        Assert.Equal(2, problems.Length);
        Assert.Contains("Frobnicate", problems[0], StringComparison.Ordinal);
        Assert.Contains("colour", problems[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Limits_of_the_server_hold()
    {
        _models.Add("colours", TestModels.Colours(-1));

        (int exitCode, string output) = await ServerProcess.RunAsync(
            $"validate {Path.Combine(_models.Folder, "colours")} --Inference:MaxActivationBytes 100");

        Assert.Equal(1, exitCode);
        Assert.Contains("100", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("validate", 2, "validate needs the path")]
    [InlineData("validate /no/such/file", 1, "There is no file or folder '/no/such/file'.")]
    [InlineData("validate --jso x", 2, "Did you mean '--json'?")]
    public async Task A_wrong_command_line_is_explained(string arguments, int expected, string text)
    {
        (int exitCode, string output) = await ServerProcess.RunAsync(arguments);

        Assert.Equal(expected, exitCode);
        Assert.Contains(text, output, StringComparison.Ordinal);
    }
}
