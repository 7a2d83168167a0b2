using System.Text.RegularExpressions;
using Fovea.Api.Server;
using Fovea.Api.Tests.Support;

namespace Fovea.Api.Tests.Readme;

/// <summary>
/// What README says fits the sources: the files and addresses that it names. <see cref="ReadmeWalk"/> runs its steps.
/// </summary>
public sealed partial class ReadmeTests
{
    private const StringComparison Ordinal = StringComparison.Ordinal;

    private static readonly string Readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
    private static readonly IReadOnlyList<MarkdownBlock> Blocks = MarkdownBlock.ReadAll(Readme);

    [Fact]
    public void The_walk_knows_every_block() =>
        Assert.All(Blocks, block => Assert.True(ReadmeWalk.Knows(block), $"ReadmeWalk.Kinds has no row for this block:\n{block.Text}"));

    [Fact]
    public void Requests_go_to_the_default_address() => Assert.All(
        Blocks.Where(block => block.Language == "sh").SelectMany(block => block.Lines).Where(line => line.StartsWith("curl ", Ordinal)),
        line => Assert.Contains($"\"{ServerAddress.Default}/", line, Ordinal));

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

    [GeneratedRegex(@"(?:\]\(|@| )((?:docs|docker|deploy|src)/[\w./-]*\w|Dockerfile|[A-Z]+\.md|LICENSE)")]
    private static partial Regex Paths();
}
