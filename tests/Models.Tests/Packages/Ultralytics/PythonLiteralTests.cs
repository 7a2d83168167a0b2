using System.Text.Json;
using Fovea.Models.Packages.Ultralytics;

namespace Fovea.Models.Tests.Packages.Ultralytics;

public sealed class PythonLiteralTests
{
    [Theory]
    // Expected: what json.dumps(ast.literal_eval(...)) writes, with keys as texts.
    [InlineData("{0: 'ant', 1: 'bee'}", """{"0":"ant","1":"bee"}""")]
    [InlineData("{0: \"it's\", 1: 'say \"hi\"', 2: 'a\\'b'}", """{"0":"it's","1":"say \"hi\"","2":"a'b"}""")]
    [InlineData("['a', 'b',]", """["a","b"]""")]
    [InlineData("(64, 32)", "[64,32]")]
    [InlineData("[64, 64]", "[64,64]")]
    [InlineData(" 640 ", "640")]
    [InlineData("-1.5e3", "-1500")]
    [InlineData("{'dynamic': True, 'half': False, 'opset': None}", """{"dynamic":true,"half":false,"opset":null}""")]
    [InlineData("{}", "{}")]
    [InlineData("[[], (), {}]", "[[],[],{}]")]
    [InlineData("""['\x41', '\u00e9', '\U0001f41c', 'tab\t', 'c:\dogs', '\\n']""", """["A","é","🐜","tab\t","c:\\dogs","\\n"]""")]
    [InlineData("{0: '犬', -1: 'x'}", """{"0":"犬","-1":"x"}""")]
    [InlineData("""{"0": "json", "1": null, "2": true}""", """{"0":"json","1":null,"2":true}""")]
    [InlineData("{0: 'a, b: {c}'}", """{"0":"a, b: {c}"}""")]
    public void Literals_are_read(string literal, string expected) =>
        Assert.True(JsonElement.DeepEquals(
            JsonDocument.Parse(expected).RootElement, PythonLiteral.Read(literal)));

    [Fact]
    public void Whole_numbers_become_texts_where_texts_are_wanted() =>
        Assert.Equal(
            """{"0":"7","1":"a","2":["5",1.5]}""",
            PythonLiteral.Read("{0: 7, 1: 'a', 2: [5, 1.5]}", wholeAsText: true).GetRawText());

    [Theory]
    [InlineData("", "At character 1: expected a value.")]
    [InlineData("{0: 'a'", "At character 8: expected ',' or '}'.")]
    [InlineData("{0: 'a", "At character 5: the text that begins there does not end.")]
    [InlineData("{0 'a'}", "At character 4: expected ':'.")]
    [InlineData("{None: 'a'}", "At character 2: expected a text or a whole number.")]
    [InlineData("{0: 'a', 0: 'b'}", "At character 10: the key '0' is there twice.")]
    [InlineData("[1 2]", "At character 4: expected ',' or ']'.")]
    [InlineData("[1] + [2]", "At character 5: expected its end.")]
    [InlineData("__import__('os')", "At character 1: expected a value.")]
    [InlineData("OrderedDict([(0, 'a')])", "At character 1: expected a value.")]
    [InlineData("{0: b'a'}", "At character 5: expected a value.")]
    [InlineData("nan", "At character 1: expected a value.")]
    [InlineData("1e999", "At character 1: expected a value.")]
    [InlineData("'\\x4'", "At character 2: expected 2 hexadecimal digits behind \\x.")]
    [InlineData("'\\", "At character 1: the text that begins there does not end.")]
    public void Anything_else_is_an_error(string text, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => PythonLiteral.Read(text)).Message);

    [Theory]
    [InlineData('[')]
    [InlineData('(')]
    [InlineData('{')]
    public void Depth_is_bounded(char open)
    {
        string text = open == '{' ? string.Concat(Enumerable.Repeat("{0:", 100_000)) : new string(open, 100_000);
        Assert.Contains(
            "nested more than", Assert.Throws<FormatException>(() => PythonLiteral.Read(text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Half_of_a_surrogate_pair_is_no_error() =>
        Assert.Equal("\uFFFD", PythonLiteral.Read("'\\ud83d'").GetString());
}
