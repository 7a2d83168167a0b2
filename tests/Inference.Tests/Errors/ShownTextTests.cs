using System.Diagnostics;

namespace Fovea.Inference.Tests.Errors;

public sealed class ShownTextTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("conv1", "conv1")]
    [InlineData("Größe 模型 🦊", "Größe 模型 🦊")]
    [InlineData("a\r\nb\tc", @"a\r\nb\tc")]
    [InlineData("\u001b[31mred\u0007\u0000\u007f\u0085", @"\u001B[31mred\u0007\u0000\u007F\u0085")]
    [InlineData("a\u2028b\u2029c\u202ed\u2066e\u200f", @"a\u2028b\u2029c\u202Ed\u2066e\u200F")]
    public void A_text_is_shown_on_one_line(string text, string shown) => Assert.Equal(shown, ShownText.Name(text));

    [Fact]
    public void What_needs_no_change_is_the_same_string()
    {
        string name = new('x', ShownText.LongestName);
        Assert.Same(name, ShownText.Name(name));
    }

    [Fact]
    public void A_long_text_says_how_long_it_is()
    {
        Assert.Equal($"{new string('x', ShownText.LongestName)}... (1000000 characters)", ShownText.Name(new string('x', 1_000_000)));
        Assert.Equal("ab... (4 characters)", ShownText.Cut("abcd", 2));
    }

    [Fact]
    public void A_character_of_two_halves_is_not_cut_through() => Assert.Equal("a... (4 characters)", ShownText.Cut("a🦊b", 2));

    [Fact]
    public void Errors_cut_what_they_quote()
    {
        string name = $"a\nb{new string('x', 1_000_000)}";
        var error = new InvalidModelException($"the operator '{name}' is unknown")
        {
            Context = new ErrorContext { Model = name, Node = name, Operator = name, Attribute = name, Tensor = name, File = "/a/b.onnx" },
        };

        Assert.InRange(error.Message.Length, 1, ShownText.LongestMessage + 6 * (ShownText.LongestName + 50));
        Assert.DoesNotContain(error.Message, char.IsControl);
    }

    [Fact]
    public void Suggestions_among_very_many_names_take_no_time()
    {
        string wanted = new('a', 200);
        IEnumerable<string> names = Enumerable.Range(0, 1_000_000).Select(i => $"{i:D8}{new string('a', 190)}");
        var time = Stopwatch.StartNew();

        IReadOnlyList<string> found = NearestNames.Find(wanted, names);

        Assert.Equal(3, found.Count);
        Assert.True(time.Elapsed < TimeSpan.FromSeconds(1), $"{time.Elapsed}");
    }

    [Fact]
    public void Names_that_are_too_long_to_compare_are_not_suggested() =>
        Assert.Empty(NearestNames.Find("conv", [$"conv{new string('x', 1_000_000)}"]));
}
