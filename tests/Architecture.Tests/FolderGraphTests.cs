using Fovea.Inference;
using Fovea.Kernels;
using Fovea.Kernels.Elementwise;

namespace Fovea.Architecture.Tests;

/// <summary>The checker of folders finds what it is for: types planted in the tests use each other in every way that there is.</summary>
public sealed class FolderGraphTests
{
    private const string Planted = "tests/Architecture.Tests/Planted";

    private readonly IReadOnlyList<FolderUse> _uses = FolderGraph.Uses(typeof(FolderGraphTests).Assembly, Planted);

    [Theory]
    [InlineData("Lower/ByBase uses Upper/UpperBase")]
    [InlineData("Lower/ByTypeArgument uses Upper/UpperArgument")]
    [InlineData("Lower/ByCallInLambda uses Upper/UpperCalled")]
    [InlineData("Lower/ByAttribute uses Upper/UpperMarkAttribute")]
    [InlineData("Lower/ByFunctionPointer uses Upper/UpperPointed")]
    [InlineData("Lower/ByConstant uses Upper/UpperLevel")]
    [InlineData("Lower/ByCatch uses Upper/UpperException")]
    [InlineData("Lower/IByConstraint uses Upper/IUpperConstraint")]
    [InlineData("Upper/UpperBase uses Lower/ByBase")]
    [InlineData("Upper/UpperArgument uses Upper/Support/Helper")]
    [InlineData("Upper/UpperCalled uses Root")]
    [InlineData("Root uses Upper/UpperCalled")]
    public void Finds_every_kind_of_use(string expected) => Assert.Contains(expected, _uses.Select(use => use.ToString()));

    [Fact]
    public void Finds_nothing_else() => Assert.Equal(12, _uses.Count);

    [Fact]
    public void Names_the_cycle_and_the_types_on_both_sides()
    {
        string cycle = Assert.Single(new FolderGraph(_uses).Cycles());
        Assert.StartsWith("Lower -> Upper -> Lower\n", cycle, StringComparison.Ordinal);
        Assert.Contains("Lower/ByBase uses Upper/UpperBase", cycle, StringComparison.Ordinal);
        Assert.Contains("Upper -> Lower (weakest): Upper/UpperBase uses Lower/ByBase", cycle, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_who_uses_the_root() =>
        Assert.Equal("Upper/UpperCalled uses Root", Assert.Single(new FolderGraph(_uses).UsesOfTheRoot).ToString());

    [Theory]
    [InlineData("", 0)]
    [InlineData("a>b b>c a>c", 0)]
    [InlineData("a>b b>c c>a", 1)]
    [InlineData("a>b b>a c>d d>c", 2)]
    [InlineData("a>b b>a b>c c>b", 2)]
    [InlineData("a>b b>c c>d d>a d>b", 1)]
    [InlineData("a>b b>c c>a b>d d>b", 2)]
    [InlineData(">a a> >b b>", 0)]
    public void Counts_cycles_until_none_is_left(string edges, int cycles)
    {
        IEnumerable<string[]> pairs = edges.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(edge => edge.Split('>'));
        Assert.Equal(cycles, new FolderGraph(pairs.Select(pair => new FolderUse(pair[0], "X", pair[1], "Y"))).Cycles().Count);
    }

    [Fact]
    public void A_type_belongs_to_the_folder_of_its_file_whatever_its_namespace()
    {
        IReadOnlyDictionary<Type, string> inference = SourceFolders.Of(typeof(InferenceEngine).Assembly, "src/Inference");
        Assert.Equal(string.Empty, inference[typeof(InferenceEngine)]);
        Assert.Equal("Errors", inference[typeof(InvalidModelException)]);
        Assert.Equal("Tensors", inference[typeof(ElementType)]);
        Assert.Equal("Elementwise", SourceFolders.Of(typeof(KernelSet).Assembly, "src/Kernels")[typeof(UnaryKind)]);
    }
}
