using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Fovea.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Fovea.Architecture.Tests;

/// <summary>
/// What no source may use is a list that the build enforces (RS0030): it is in force for every project, and its entries mean something.
/// </summary>
public sealed partial class BannedSymbolsTests
{
    private const string Analyzer = "Microsoft.CodeAnalysis.BannedApiAnalyzers";
    private const string ForAll = "src/BannedSymbols.txt";
    private const string ForKernels = "src/Kernels/BannedSymbols.Kernels.txt";
    private const string CommonProps = "src/Directory.Build.props";
    private const string Restore = "#pragma warning restore RS0030";

    public static TheoryData<string> Projects() => [.. CheckedProjects.Names];

    [Theory]
    [MemberData(nameof(Projects))]
    public void The_analyzer_is_restored_for_every_project(string project)
    {
        using JsonDocument locked = JsonDocument.Parse(SourceFiles.Read($"src/{project}/packages.lock.json"));
        JsonElement packages = locked.RootElement.GetProperty("dependencies").GetProperty("net10.0");
        Assert.True(packages.TryGetProperty(Analyzer, out JsonElement analyzer), $"src/{project} is built without {Analyzer}.");
        Assert.Equal("Direct", analyzer.GetProperty("type").GetString());
    }

    [Fact]
    public void The_common_properties_have_the_list_and_keep_the_analyzer_to_themselves()
    {
        XElement properties = Xml(CommonProps);
        XElement analyzer = Assert.Single(properties.Descendants("PackageReference"), item => Includes(item, Analyzer));
        Assert.Equal("all", analyzer.Attribute("PrivateAssets")?.Value);
        Assert.Single(properties.Descendants("AdditionalFiles"), item => Includes(item, "$(MSBuildThisFileDirectory)BannedSymbols.txt"));
        XElement kernels = Xml("src/Kernels/Fovea.Kernels.csproj");
        Assert.Single(kernels.Descendants("AdditionalFiles"), item => Includes(item, Path.GetFileName(ForKernels)));
    }

    /// <summary>Properties nearer to a project would take the place of the common ones, and settings could switch the list off.</summary>
    [Theory]
    [MemberData(nameof(Projects))]
    public void Nothing_switches_the_list_off(string project)
    {
        string folder = Path.Combine(SourceFiles.Root, "src", project);
        Assert.Empty(Directory.EnumerateFiles(folder, "Directory.Build.*", SearchOption.AllDirectories));
        Assert.Empty(Directory.EnumerateFiles(folder, ".editorconfig", SearchOption.AllDirectories));
        string[] settings = [$"src/{project}/Fovea.{project}.csproj", CommonProps, "Directory.Build.props", ".editorconfig"];
        Assert.All(settings, path =>
            Assert.DoesNotMatch("RS0030|RunAnalyzers|AdditionalFiles Remove|ImportDirectoryBuildProps", SourceFiles.Read(path)));
    }

    [Theory]
    [InlineData(ForAll, "System.GC", "Collect")]
    [InlineData(ForAll, "System.DateTime", "Now")]
    [InlineData(ForAll, "System.DateTime", "UtcNow")]
    [InlineData(ForAll, "System.DateTimeOffset", "Now")]
    [InlineData(ForAll, "System.DateTimeOffset", "UtcNow")]
    [InlineData(ForAll, "System.Threading.Thread", "Sleep")]
    [InlineData(ForAll, "System.IO.File", "ReadAllText")]
    [InlineData(ForAll, "System.IO.File", "ReadAllTextAsync")]
    [InlineData(ForAll, "System.IO.File", "ReadAllLines")]
    [InlineData(ForAll, "System.IO.File", "ReadAllLinesAsync")]
    [InlineData(ForAll, "System.IO.File", "ReadAllBytes")]
    [InlineData(ForAll, "System.IO.File", "ReadAllBytesAsync")]
    [InlineData(ForAll, "System.IO.File", "ReadLines")]
    [InlineData(ForAll, "System.IO.File", "ReadLinesAsync")]
    [InlineData(ForAll, "System.IO.File", "OpenRead")]
    [InlineData(ForAll, "System.IO.File", "OpenText")]
    [InlineData(ForAll, "System.IO.File", "Open")]
    [InlineData(ForAll, "System.IO.File", "OpenHandle")]
    [InlineData(ForAll, "System.IO.FileInfo", "Open")]
    [InlineData(ForAll, "System.IO.FileInfo", "OpenRead")]
    [InlineData(ForAll, "System.IO.FileInfo", "OpenText")]
    public void Every_overload_is_banned(string list, string type, string member)
    {
        IEnumerable<ISymbol> overloads = Platform().GetTypeByMetadataName(type)!.GetMembers(member);
        string[] banned = [.. Entries(list).Select(entry => entry.Id)];
        Assert.All(overloads, overload => Assert.Contains(overload.GetDocumentationCommentId(), banned));
    }

    /// <summary>Files are opened by <c>RegularFile</c>, which gives a handle; what takes a path opens it itself.</summary>
    [Theory]
    [InlineData("System.IO.FileStream")]
    [InlineData("System.IO.StreamReader")]
    public void Nothing_is_made_of_a_path(string type)
    {
        string[] banned = [.. Entries(ForAll).Select(entry => entry.Id)];
        IMethodSymbol[] constructors = [.. Platform().GetTypeByMetadataName(type)!.InstanceConstructors.Where(constructor =>
            constructor.DeclaredAccessibility == Accessibility.Public
            && constructor.Parameters[0].Type.SpecialType == SpecialType.System_String)];
        Assert.NotEmpty(constructors);
        Assert.All(constructors, constructor => Assert.Contains(constructor.GetDocumentationCommentId(), banned));
    }

    [Fact]
    public void Kernels_have_no_linq() => Assert.Contains(Entries(ForKernels), entry => entry.Id == "T:System.Linq.Enumerable");

    /// <summary>The analyzer passes over an entry that names nothing.</summary>
    [Theory]
    [InlineData(ForAll)]
    [InlineData(ForKernels)]
    public void Every_entry_names_a_symbol_and_says_what_to_do_or_why(string list)
    {
        CSharpCompilation platform = Platform();
        Assert.All(Entries(list), entry =>
        {
            Assert.NotNull(DocumentationCommentId.GetFirstSymbolForDeclarationId(entry.Id, platform));
            Assert.NotEmpty(entry.Message);
        });
    }

    [Fact]
    public void A_use_that_is_right_gives_its_reason_and_ends_at_its_line()
    {
        string[] uses = [.. SourceFiles.Below("src").SelectMany(path => Suppressions(path, SourceFiles.Read(path)))];
        Assert.NotEmpty(uses);
        Assert.DoesNotContain(uses, use => !use.EndsWith(": right", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("#pragma warning disable RS0030 // The reason.\nX();\n#pragma warning restore RS0030\n", "right")]
    [InlineData("#pragma warning disable RS0030\nX();\n#pragma warning restore RS0030\n", "without a reason")]
    [InlineData("#pragma warning disable RS0030 // The reason.\nX();\nY();\n#pragma warning restore RS0030\n", "longer than one line")]
    [InlineData("[SuppressMessage(\"ApiDesign\", \"RS0030\")]\nX();\n", "without a pragma")]
    public void Suppressions_are_judged(string text, string expected) =>
        Assert.Equal($"sample.cs: {expected}", Assert.Single(Suppressions("sample.cs", text)));

    private static IEnumerable<string> Suppressions(string path, string text)
    {
        string[] lines = text.Split('\n');
        foreach (int line in Enumerable.Range(0, lines.Length).Where(line => lines[line].Contains("RS0030", StringComparison.Ordinal)))
        {
            if (lines[line] == Restore)
                continue;
            yield return $"{path}: " + Judge(lines[line], endsAfterOne: line + 2 < lines.Length && lines[line + 2] == Restore);
        }
    }

    private static string Judge(string line, bool endsAfterOne)
    {
        if (!line.StartsWith("#pragma warning disable RS0030", StringComparison.Ordinal))
            return "without a pragma";
        if (!Reason().IsMatch(line))
            return "without a reason";
        return endsAfterOne ? "right" : "longer than one line";
    }

    private static IEnumerable<(string Id, string Message)> Entries(string list) => SourceFiles.Read(list).Split('\n')
        .Where(line => line.Length > 0 && !line.StartsWith("//", StringComparison.Ordinal))
        .Select(line => line.Split(';', 2)).Select(parts => (parts[0], parts.Length == 2 ? parts[1] : string.Empty));

    private static CSharpCompilation Platform() => CSharpCompilation.Create("platform", references:
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is "System.Private.CoreLib.dll" or "System.Linq.dll")
            .Select(path => MetadataReference.CreateFromFile(path)));

    private static XElement Xml(string path) => XElement.Parse(SourceFiles.Read(path));

    private static bool Includes(XElement item, string included) => item.Attribute("Include")?.Value == included;

    [GeneratedRegex("^#pragma warning disable RS0030 // .{10,}$")]
    private static partial Regex Reason();
}
