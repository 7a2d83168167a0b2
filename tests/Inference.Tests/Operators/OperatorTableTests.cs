using Fovea.Inference.Graphs;
using Fovea.Inference.Operators;
using Fovea.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class OperatorTableTests
{
    public static TheoryData<string> Names() => [.. OperatorTable.All.Select(o => o.Name)];

    [Fact]
    public void The_table_is_alphabetical_without_doubles()
    {
        string[] names = [.. OperatorTable.All.Select(o => o.Name)];
        Assert.Equal(names.Order(StringComparer.OrdinalIgnoreCase), names);
        Assert.Equal(names.Length, names.Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_operator_has_its_file_and_its_tests(string name)
    {
        Assert.True(
            SourceFiles.Below("src/Inference/Operators").Select(Path.GetFileName)
                .Any(file => file == $"{name}.cs" || file == $"{name}Operator.cs"),
            $"src/Inference/Operators has no file for {name}.");
        Assert.NotNull(typeof(OperatorTableTests).Assembly.GetType($"Fovea.Inference.Tests.Operators.{name}Tests"));
    }

    [Fact]
    public void Every_operator_class_is_in_the_table()
    {
        IEnumerable<Type> classes = typeof(Operator).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(Operator)) && !type.IsAbstract);
        Assert.Equal(
            classes.Select(type => type.Name).Order(StringComparer.Ordinal),
            OperatorTable.All.Select(o => o.GetType().Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_table_finds_by_name()
    {
        Assert.All(OperatorTable.All, o => Assert.Same(o, OperatorTable.Find(o.Name)));
        Assert.Null(OperatorTable.Find("conv"));
    }
}
