using Fovea.Tests.Support;

namespace Fovea.Architecture.Tests;

/// <summary>Lines that fit beside each other on a screen.</summary>
public sealed class LineLengthTests
{
    private const int Columns = 140;

    private static readonly string[] Roots = ["src", "tests", "bench", "tools"];

    /// <summary>What people write; data that tests compare with has no lines in this sense.</summary>
    private static readonly string[] Written = [".cs", ".csproj", ".props", ".targets", ".proto", ".sh", ".py", ".js"];

    [Fact(Skip = "Longer lines are being wrapped.")]
    public void No_line_is_longer_than_140_columns()
    {
        string[] found = [.. Roots.SelectMany(root => SourceFiles.Below(root, Written))
            .SelectMany(path => TooLong(path, SourceFiles.Read(path)))];
        Assert.True(found.Length == 0, $"{found.Length} lines have more than {Columns} columns:\n{string.Join('\n', found)}");
    }

    [Theory]
    [InlineData(140, 0)]
    [InlineData(141, 1)]
    public void A_line_is_measured_without_its_end(int columns, int found)
    {
        string text = $"\n{new string('x', columns)}\r\n";
        Assert.Equal(Enumerable.Repeat($"sample.cs:2: {columns}", found), TooLong("sample.cs", text));
    }

    private static IEnumerable<string> TooLong(string path, string text) => text.Split('\n')
        .Select((line, index) => (Length: line.TrimEnd('\r').Length, Number: index + 1))
        .Where(line => line.Length > Columns)
        .Select(line => $"{path}:{line.Number}: {line.Length}");
}
