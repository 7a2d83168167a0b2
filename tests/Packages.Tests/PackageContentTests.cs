using System.IO.Compression;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Fovea.Packages.Tests.Support;

namespace Fovea.Packages.Tests;

/// <summary>What the packages say of themselves, and what they bring.</summary>
public sealed partial class PackageContentTests(PackedPackages packages)
{
    /// <summary>The kind of a portable symbol file's entry that says where the sources are.</summary>
    private static readonly Guid SourceLink = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");

    public static TheoryData<string> Names() => [.. PackedPackages.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_says_what_it_is(string name)
    {
        XElement about = About(name);

        Assert.Equal(name, Text(about, "id"));
        Assert.Equal("MIT", Text(about, "license"));
        Assert.Equal("expression", Element(about, "license").Attribute("type")!.Value);
        Assert.Equal("The Fovea authors", Text(about, "authors"));
        Assert.True(Text(about, "description").Length > 80, $"The description of {name} is short: {Text(about, "description")}");
        Assert.True(Text(about, "tags").Split(' ').Length >= 5, $"{name} has few tags: {Text(about, "tags")}");
        XElement repository = Element(about, "repository");
        Assert.Equal("git", repository.Attribute("type")!.Value);
        Assert.StartsWith(PackedPackages.RemoteAddress, repository.Attribute("url")!.Value, StringComparison.Ordinal);
        Assert.Matches(Commit(), repository.Attribute("commit")!.Value);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_has_a_readme_of_its_own(string name)
    {
        Assert.Equal("README.md", Text(About(name), "readme"));
        string readme = Encoding.UTF8.GetString(packages.Read(name, "README.md"));
        Assert.StartsWith($"# {name}\n", readme, StringComparison.Ordinal);
        Assert.True(readme.Length > 300, $"The readme of {name} is short.");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_has_an_assembly_and_its_documentation(string name)
    {
        using ZipArchive package = packages.Open(name);
        Assert.Equal(
            [$"lib/net10.0/{name}.dll", $"lib/net10.0/{name}.xml"],
            package.Entries.Select(entry => entry.FullName).Where(path => path.StartsWith("lib/", StringComparison.Ordinal)).Order());
        Assert.Contains("<summary>", Encoding.UTF8.GetString(packages.Read(name, $"lib/net10.0/{name}.xml")), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Symbols_lead_to_the_sources_of_the_commit(string name)
    {
        using MetadataReaderProvider symbols = MetadataReaderProvider.FromPortablePdbImage(
            [.. packages.Read(name, $"lib/net10.0/{name}.pdb", "snupkg")]);
        MetadataReader reader = symbols.GetMetadataReader();

        CustomDebugInformation link = Assert.Single(
            reader.CustomDebugInformation.Select(reader.GetCustomDebugInformation), entry => reader.GetGuid(entry.Kind) == SourceLink);

        string commit = Element(About(name), "repository").Attribute("commit")!.Value;
        Assert.Equal(
            "{\"documents\":{\"/_/*\":\"https://raw.githubusercontent.com/example/fovea/" + commit + "/*\"}}",
            Encoding.UTF8.GetString(reader.GetBlobBytes(link.Value)));
        Assert.All(
            reader.Documents.Select(document => reader.GetString(reader.GetDocument(document).Name)),
            document => Assert.StartsWith("/_/", document, StringComparison.Ordinal));
    }

    [Fact]
    public void Each_needs_those_below_it_and_the_kernels_in_the_same_version()
    {
        Assert.Empty(Dependencies("Fovea.Kernels"));
        Assert.Equal($"[{Text(About("Fovea.Kernels"), "version")}]", Dependencies("Fovea.Inference")["Fovea.Kernels"]);
        Assert.Equal(
            ["Fovea.Kernels", "Google.Protobuf", "System.Numerics.Tensors"], Dependencies("Fovea.Inference").Keys.Order());
        Assert.Equal(["SkiaSharp", "SkiaSharp.NativeAssets.Linux.NoDependencies"], Dependencies("Fovea.Imaging").Keys.Order());
        Assert.Contains("Fovea.Imaging", Dependencies("Fovea.Models").Keys);
        Assert.Contains("Fovea.Inference", Dependencies("Fovea.Models").Keys);
    }

    [Fact]
    public void The_models_bring_the_bundled_one()
    {
        Assert.NotEmpty(packages.Read("Fovea.Models", "contentFiles/any/any/Bundled/digits/model.onnx"));
        Assert.NotEmpty(packages.Read("Fovea.Models", "contentFiles/any/any/Bundled/digits/MODEL_CARD.md"));
    }

    /// <summary>A program that switches nothing on gets fast kernels at their first call: the assembly itself asks for it.</summary>
    [Fact]
    public void Loops_of_the_packed_kernels_are_optimised_at_their_first_call()
    {
        using var file = new PEReader([.. packages.Read("Fovea.Kernels", "lib/net10.0/Fovea.Kernels.dll")]);
        MetadataReader reader = file.GetMetadataReader();
        string[] optimised =
        [
            .. reader.MethodDefinitions.Select(reader.GetMethodDefinition)
                .Where(method => method.ImplAttributes.HasFlag(MethodImplAttributes.AggressiveOptimization))
                .Select(method => reader.GetString(reader.GetTypeDefinition(method.GetDeclaringType()).Name)),
        ];
        Assert.True(optimised.Length >= 50, $"{optimised.Length} methods are optimised at their first call.");
        Assert.Contains("GemmTile`3", optimised);
    }

    private XElement About(string name) =>
        XDocument.Parse(Encoding.UTF8.GetString(packages.Read(name, $"{name}.nuspec")).TrimStart('\uFEFF')).Root!.Elements().Single();

    private Dictionary<string, string> Dependencies(string name) => About(name).Descendants()
        .Where(element => element.Name.LocalName == "dependency")
        .ToDictionary(element => element.Attribute("id")!.Value, element => element.Attribute("version")!.Value);

    private static XElement Element(XElement about, string name) =>
        Assert.Single(about.Elements(), element => element.Name.LocalName == name);

    private static string Text(XElement about, string name) => Element(about, name).Value;

    [GeneratedRegex("^[0-9a-f]{40}$")]
    private static partial Regex Commit();
}
