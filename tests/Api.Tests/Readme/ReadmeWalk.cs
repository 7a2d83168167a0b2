using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Fovea.Api.Tests.Support;
using Fovea.Models.Pulling;

namespace Fovea.Api.Tests.Readme;

/// <summary>
/// README from top to bottom in a fresh clone of HEAD, as a newcomer goes through it: each block of commands runs as it is written, in
/// order, and each other block is compared with what came of them. It builds everything and takes minutes, so it runs only on request:
/// <c>--explicit only --filter-class '*.ReadmeWalk'</c>.
/// </summary>
public sealed partial class ReadmeWalk(WalkedClone clone) : IClassFixture<WalkedClone>
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(60), Minutes = TimeSpan.FromMinutes(10);

    private static readonly IReadOnlyList<MarkdownBlock> Blocks =
        MarkdownBlock.ReadAll(File.ReadAllText(Path.Combine(Repository.Root, "README.md")));

    /// <summary>What is done with a block: the first row with its language and pattern decides. A block of no row is an error.</summary>
    private static readonly (string Language, string Pattern, Func<WalkedClone, MarkdownBlock, Task> Walk)[] Kinds =
    [
        ("sh", @"^dotnet run -c Release --project src/Api\n$", (clone, block) => clone.ServeAsync(block.Text, Minutes)),
        ("sh", @"^dotnet test -c Release\n$", TestAsync),
        ("sh", @"^(curl .*\n)+$", RequestAsync),
        ("sh", @"^((mkdir|cp) .*\n)+$", AddModelAsync),
        ("sh", @"^dotnet run -c Release --project src/Api -- pull \S+\n$", PullAsync),
        ("sh", @"^docker build .*\ndocker run .*\n$", RunImageAsync),
        ("sh", @"^docker compose .* up .*\n$", ComposeAsync),
        ("sh", @"^(dotnet (new|add|run|pack) .*\n)+$", (clone, block) => clone.RunAsync(block.Text, Minutes)),
        ("json", "", CompareAsync),
        ("csharp", "", PasteAsync),
    ];

    public static IEnumerable<TheoryDataRow<int>> Steps => Blocks.Select((block, step) =>
        new TheoryDataRow<int>(step) { TestDisplayName = $"README.md:{block.Line} {block.Language}: {block.Lines[0]}" });

    /// <summary>Whether the walk knows what to do with a block.</summary>
    internal static bool Knows(MarkdownBlock block) => Find(block) is not null;

    [Theory(Explicit = true, DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Steps))]
    public async Task Step(int step)
    {
        MarkdownBlock block = Blocks[step];
        Func<WalkedClone, MarkdownBlock, Task>? walk = Find(block);
        Assert.True(walk is not null, $"ReadmeWalk.Kinds has no row for this block:\n{block.Text}");
        await clone.CreateAsync(Blocks);
        await walk(clone, block);
    }

    private static Func<WalkedClone, MarkdownBlock, Task>? Find(MarkdownBlock block) => Kinds
        .Where(kind => kind.Language == block.Language && Regex.IsMatch(block.Text, kind.Pattern))
        .Select(kind => kind.Walk).FirstOrDefault();

    /// <summary>All tests pass without test data, and those that need it are no wall of lines.</summary>
    // Builds everything as README says, and runs one class: .ci/run has run them all. Programs without that class report that they ran
    // none.
    private static async Task TestAsync(WalkedClone clone, MarkdownBlock block)
    {
        string output = await clone.RunAsync($"{block.Text.TrimEnd()} --filter-class '*.LineLengthTests' --ignore-exit-code 8", Minutes);

        Assert.Matches(@"(?m)^ *succeeded: [1-9]\d*$", output);
    }

    private static async Task RequestAsync(WalkedClone clone, MarkdownBlock block)
    {
        clone.Answer = await clone.RunAsync(block.Text, Moment);
        foreach (Match saved in SavedPicture().Matches(block.Text))
        {
            (int width, int height) = Pictures.PngSize(await File.ReadAllBytesAsync(Path.Combine(clone.Folder, saved.Groups[2].Value)));
            // 16 maps of 28x28 at four times their size, or what explains a picture as large as such pictures are drawn at least.
            int least = saved.Groups[1].Value == "featuremaps" ? 16 * 28 * 28 * 16 : 224 * 224;
            Assert.True(width * height >= least, $"The picture is {width}x{height}.");
        }
    }

    private static Task CompareAsync(WalkedClone clone, MarkdownBlock block)
    {
        ShownAnswer.Same(JsonNode.Parse(block.Text), JsonNode.Parse(clone.Answer));
        return Task.CompletedTask;
    }

    /// <summary>The service that runs finds what was copied into the root's <c>models/</c>.</summary>
    private static async Task AddModelAsync(WalkedClone clone, MarkdownBlock block)
    {
        await clone.RunAsync(block.Text, Moment);
        await clone.UntilModelsAreReadyAsync(Moment);
    }

    /// <summary>
    /// The verb writes into the root's <c>models/</c> from any folder: checked with a file of our own. The network of README comes from a
    /// file server, too, where the test data has it.
    /// </summary>
    private static async Task PullAsync(WalkedClone clone, MarkdownBlock block)
    {
        await using FileServer server = await FileServer.StartAsync();
        server.Files["/copied.onnx"] = await File.ReadAllBytesAsync(Path.Combine(clone.Folder, "mymodel.onnx"));
        await clone.RunAsync(
            $"cd / && dotnet run -c Release --project '{clone.Folder}/src/Api' -- pull {server.Address}copied.onnx", Minutes);
        Assert.True(File.Exists(Path.Combine(clone.Folder, "models/copied/model.onnx")), "pull did not write into the root's models/.");
        await clone.UntilModelsAreReadyAsync(Moment);

        ZooModel wanted = ZooCatalogue.Find(block.Lines[0].Split(' ')[^1])!;
        byte[]? model = await WalkedClone.FindTestDataAsync("*.onnx", wanted.Bytes, wanted.Sha256);
        byte[]? labels = await WalkedClone.FindTestDataAsync("*.txt", ZooCatalogue.LabelsBytes, ZooCatalogue.LabelsSha256);
        Assert.SkipWhen(model is null || labels is null, $"'{wanted.Name}' comes from the internet, and the test data does not have it.");
        server.Files[$"/{wanted.Path}"] = model;
        server.Files[$"/{ZooCatalogue.LabelsPath}"] = labels;
        await clone.RunAsync(block.Text, Minutes, ("Pull__BaseAddress", $"{server.Address}"));
        await clone.UntilModelsAreReadyAsync(Moment);
    }

    private static async Task RunImageAsync(WalkedClone clone, MarkdownBlock block)
    {
        await clone.StopAsync();
        await using ContainerEngine engine = await ContainerEngine.FindAsync(clone);
        await clone.ServeAsync(block.Text, Minutes, ("PATH", engine.SearchPath));
        await clone.UntilModelsAreReadyAsync(Moment);
        await clone.StopAsync();
    }

    private static async Task ComposeAsync(WalkedClone clone, MarkdownBlock block)
    {
        await clone.StopAsync();
        await using ContainerEngine engine = await ContainerEngine.FindAsync(clone);
        await engine.RequireComposeAsync();
        try
        {
            await clone.ServeAsync(block.Text, Minutes, ("PATH", engine.SearchPath));
            await clone.UntilModelsAreReadyAsync(Moment);
        }
        finally
        {
            await clone.StopAsync();
            await clone.CleanUpAsync("docker compose -f docker/compose.yaml down", Moment, ("PATH", engine.SearchPath));
        }
    }

    /// <summary>The sample is the whole program of a fresh console project: the one of README's commands, else one made here.</summary>
    private static async Task PasteAsync(WalkedClone clone, MarkdownBlock block)
    {
        string project = await clone.ConsoleAsync(Moment);
        await File.WriteAllTextAsync(Path.Combine(project, "Program.cs"), block.Text);
        await clone.RunAsync($"dotnet run -c Release --project '{project}'", Minutes);
    }

    [GeneratedRegex(@"/(featuremaps|explain)\S*"" -o (\S+\.png)")]
    private static partial Regex SavedPicture();
}
