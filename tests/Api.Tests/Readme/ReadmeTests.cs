using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Fovea.Api.Tests.Support;
using Fovea.Inference;

namespace Fovea.Api.Tests.Readme;

/// <summary>
/// What the README shows is what happens: its requests are sent to the service by the shell, its answers and files are compared.
/// </summary>
public sealed partial class ReadmeTests
{
    private const string Address = "http://localhost:8080";

    private static readonly string Readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
    private static readonly IReadOnlyList<MarkdownBlock> Blocks = MarkdownBlock.ReadAll(Readme);

    [Fact]
    public void Every_block_is_of_a_kind_that_is_tested()
    {
        Assert.All(Blocks, block => Assert.Contains(block.Language, new[] { "sh", "json", "csharp" }));
        Assert.All(
            Blocks.Where(block => block.Language == "sh").SelectMany(block => block.Lines),
            line => Assert.Matches($@"^(dotnet|docker|mkdir|cp) |^curl .*""{Regex.Escape(Address)}/", line));
        Assert.Equal(3, Blocks.Count(block => block.Text.StartsWith("curl ", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_files_that_it_names_exist()
    {
        string[] named = [.. Paths().Matches(Readme).Select(match => match.Groups[1].Value).Distinct()];
        Assert.Contains("docs/samples/digit-7.png", named);
        Assert.Contains("docker/compose.yaml", named);
        Assert.All(
            named,
            path => Assert.True(Path.Exists(Path.Combine(Repository.Root, path)), $"The README names '{path}', which does not exist."));
    }

    [Fact]
    public void The_start_commands_are_those_that_are_promised()
    {
        Assert.Equal(["dotnet run -c Release --project src/Api", "dotnet test -c Release"], Blocks[0].Lines);
        Assert.Contains($"serves on {Address} with the bundled model `digits`", Readme, StringComparison.Ordinal);
        Assert.Equal(Address, Fovea.Api.Server.ServerAddress.Default);
    }

    [Fact]
    public async Task Predict_answers_as_shown()
    {
        Shell.RequireCurl();
        using var shell = new Shell();
        await using ApiFactory service = await ApiFactory.StartLoadedAsync(("Models:Path", ""));
        int place = IndexOf("/predict?top=2");
        Assert.Equal("json", Blocks[place + 1].Language);

        string answer = await shell.RunAsync(ForService(Blocks[place], service));

        ShownAnswer.Same(JsonNode.Parse(Blocks[place + 1].Text), JsonNode.Parse(answer));
    }

    [Fact]
    public async Task A_feature_map_is_saved_as_png()
    {
        Shell.RequireCurl();
        using var shell = new Shell();
        await using ApiFactory service = await ApiFactory.StartLoadedAsync(("Models:Path", ""));

        await shell.RunAsync(ForService(Blocks[IndexOf("/featuremaps/")], service));

        byte[] saved = await File.ReadAllBytesAsync(Path.Combine(shell.Folder, "relu1.png"));
        (int width, int height) = Pictures.PngSize(saved);
        // 16 maps of 28x28 at four times their size.
        Assert.True(width * height >= 16 * 28 * 28 * 16, $"The picture is {width}x{height}.");
    }

    [Fact]
    public async Task A_model_is_added_as_shown()
    {
        Shell.RequireCurl();
        using var shell = new Shell();
        string digits = Path.Combine(Repository.Root, "src/Models/Bundled/digits");
        File.Copy(Path.Combine(digits, "model.onnx"), Path.Combine(shell.Folder, "mymodel.onnx"));
        await File.WriteAllLinesAsync(Path.Combine(shell.Folder, "mylabels.txt"), Enumerable.Range(0, 10).Select(i => $"digit {i}"));
        int place = IndexOf("mkdir -p models/mymodel");

        await shell.RunAsync(Blocks[place].Text);
        await using ApiFactory service = await ApiFactory.StartLoadedAsync(("Models:Path", Path.Combine(shell.Folder, "models")));
        JsonNode answer = JsonNode.Parse(await shell.RunAsync(ForService(Blocks[place + 1], service)))!;

        Assert.Equal("mymodel", answer.Text("model"));
        Assert.StartsWith("digit ", answer["results"]![0]!["predictions"]![0]!.Text("label"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_library_sample_is_the_one_that_is_compiled_here()
    {
        string source = File.ReadAllText(Path.Combine(Repository.Root, "tests/Api.Tests/Readme/LibrarySample.cs"));
        int begin = source.IndexOf($"{LibrarySample.Begin}\n", StringComparison.Ordinal) + LibrarySample.Begin.Length + 1;
        int end = source.LastIndexOf($"        {LibrarySample.End}\n", StringComparison.Ordinal);
        string shown = Indentation().Replace(source[begin..end], string.Empty);
        Assert.Equal(shown, Assert.Single(Blocks, block => block.Language == "csharp").Text);

        Tensor[] outputs = LibrarySample.Run(Path.Combine(Repository.Root, "src/Models/Bundled/digits/model.onnx"));
        Assert.Contains($"// outputs: {string.Join(" and ", outputs.AsEnumerable())}", shown, StringComparison.Ordinal);
        Assert.All(outputs, output => Assert.Contains(output.Span<float>().ToArray(), value => value != 0));
    }

    private static int IndexOf(string command)
    {
        int place = Blocks.ToList().FindIndex(block => block.Language == "sh" && block.Text.Contains(command, StringComparison.Ordinal));
        Assert.True(place >= 0, $"The README has no command with '{command}'.");
        return place;
    }

    /// <summary>The command with the test's own address, silent, and failing on any answer that is no success.</summary>
    private static string ForService(MarkdownBlock block, ApiFactory service) => block.Text
        .Replace(Address, service.Client.BaseAddress!.ToString().TrimEnd('/'), StringComparison.Ordinal)
        .Replace("curl ", "curl --silent --show-error --fail-with-body ", StringComparison.Ordinal);

    [GeneratedRegex(@"(?:\]\(|@| )((?:docs|docker|deploy|src)/[\w./-]*\w|Dockerfile|[A-Z]+\.md|LICENSE)")]
    private static partial Regex Paths();

    [GeneratedRegex(@"^ {8}", RegexOptions.Multiline)]
    private static partial Regex Indentation();
}
