using Fovea.Inference.Graphs;
using Fovea.Inference.Operators;
using Fovea.Tests.Support;

namespace Fovea.Inference.Tests.Operators;

public sealed class OperatorTableTests
{
    public static TheoryData<string> Names() => [.. OperatorTable.All.Select(o => o.QualifiedName)];

    [Fact]
    public void The_table_is_alphabetical_without_doubles()
    {
        string[] names = [.. OperatorTable.All.Select(o => o.QualifiedName)];
        Assert.Equal(
            OperatorTable.All.OrderBy(o => o.Domain, StringComparer.Ordinal).ThenBy(o => o.Name, StringComparer.OrdinalIgnoreCase)
                .Select(o => o.QualifiedName),
            names);
        Assert.Equal(names.Length, names.Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_operator_has_its_file_and_its_tests(string name)
    {
        Operator op = OperatorTable.Find(name)!;
        string type = op.GetType().Name;
        const string folder = "src/Inference/Operators";
        Assert.True(SourceFiles.Below(folder).Any(file => file == $"{folder}/{type}.cs"), $"{folder} has no file for {name}.");
        string test = type == $"{op.Name}Operator" ? op.Name : type;
        Assert.NotNull(typeof(OperatorTableTests).Assembly.GetType($"Fovea.Inference.Tests.Operators.{test}Tests"));
    }

    [Fact]
    public void Every_operator_class_is_in_the_table()
    {
        // One that only passes make has parameters of its own. Two are made for gradients alone, and stand in no model.
        IEnumerable<Type> classes = typeof(Operator).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(Operator)) && !type.IsAbstract && type.GetConstructor(Type.EmptyTypes) is not null);
        Assert.Equal(
            classes.Select(type => type.Name).Order(StringComparer.Ordinal),
            OperatorTable.All.Select(o => o.GetType()).Concat([typeof(MaxPoolGrad), typeof(ReluGrad)])
                .Select(type => type.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_table_finds_by_name()
    {
        Assert.All(OperatorTable.All, o => Assert.Same(o, OperatorTable.Find(o.QualifiedName)));
        Assert.Null(OperatorTable.Find("conv"));
    }
}
