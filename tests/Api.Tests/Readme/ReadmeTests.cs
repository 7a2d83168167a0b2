using System.Text.RegularExpressions;
using Fovea.Api.Server;
using Fovea.Api.Tests.Support;
using Fovea.Inference;

namespace Fovea.Api.Tests.Readme;

/// <summary>
/// What README says fits the sources: the files it names, the sample of the library. <see cref="ReadmeWalk"/> runs its steps.
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

    [Fact]
    public void The_library_sample_is_the_one_that_is_compiled_here()
    {
        string source = File.ReadAllText(Path.Combine(Repository.Root, "tests/Api.Tests/Readme/LibrarySample.cs"));
        int begin = source.IndexOf($"{LibrarySample.Begin}\n", Ordinal) + LibrarySample.Begin.Length + 1;
        int end = source.LastIndexOf($"        {LibrarySample.End}\n", Ordinal);
        string shown = Indentation().Replace(source[begin..end], string.Empty);
        Assert.Equal(shown, Assert.Single(Blocks, block => block.Language == "csharp").Text);

        Tensor[] outputs = LibrarySample.Run(Path.Combine(Repository.Root, "src/Models/Bundled/digits/model.onnx"));
        Assert.Contains($"// outputs: {string.Join(" and ", outputs.AsEnumerable())}", shown, Ordinal);
        Assert.All(outputs, output => Assert.Contains(output.Span<float>().ToArray(), value => value != 0));
    }

    [GeneratedRegex(@"(?:\]\(|@| )((?:docs|docker|deploy|src)/[\w./-]*\w|Dockerfile|[A-Z]+\.md|LICENSE)")]
    private static partial Regex Paths();

    [GeneratedRegex(@"^ {8}", RegexOptions.Multiline)]
    private static partial Regex Indentation();
}
