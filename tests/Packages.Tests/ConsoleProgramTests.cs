using System.Text.RegularExpressions;
using Fovea.Packages.Tests.Support;

namespace Fovea.Packages.Tests;

/// <summary>Programs that are pasted into a new console program compile against the packages, and print what they are said to.</summary>
public sealed partial class ConsoleProgramTests(PackedPackages packages)
{
    [Fact]
    public async Task The_readmes_sample_prints_what_it_says()
    {
        string source = Sample("README.md");
        using ConsoleProgram program = await ConsoleProgram.NewAsync(packages, "Fovea.Inference", source);
        await program.BuildAsync();

        string printed = await program.RunAsync(PackedPackages.Root);

        Assert.EndsWith($"// {printed.Trim()}\n", source, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_sample_program_reads_a_digit_with_the_packages()
    {
        string source = await File.ReadAllTextAsync(Path.Combine(PackedPackages.Root, "samples/Classify/Program.cs"));
        using ConsoleProgram program = await ConsoleProgram.NewAsync(packages, "Fovea.Models", source);
        await program.BuildAsync();

        string[] printed = (await program.RunAsync(PackedPackages.Root, "docs/samples/digit-7.png")).TrimEnd().Split('\n');

        Assert.Equal(6, printed.Length);
        Assert.Matches(@"^ +9\d\.\d %  7$", printed[0]);
        Assert.Equal("Feature maps of 'conv1': Float32[1,16,28,28]", printed[5]);
    }

    [Theory]
    [InlineData("Inference", "src/Inference/README.md")]
    [InlineData("Imaging", "src/Imaging/README.md")]
    [InlineData("Models", "src/Models/README.md")]
    [InlineData("Inference", "docs/library.md")]
    public async Task The_samples_of_a_page_compile(string project, string page)
    {
        string source = Sample(page);
        Assert.StartsWith("using Fovea.", source, StringComparison.Ordinal);
        using ConsoleProgram program = await ConsoleProgram.NewAsync(packages, $"Fovea.{project}", source);
        await program.BuildAsync();
    }

    /// <summary>The blocks of C# in a page, which together are one program.</summary>
    private static string Sample(string page) => string.Concat(
        Samples().Matches(File.ReadAllText(Path.Combine(PackedPackages.Root, page))).Select(block => block.Groups[1].Value));

    [GeneratedRegex(@"^```csharp\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Samples();
}
