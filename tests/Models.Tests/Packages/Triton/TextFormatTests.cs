using Fovea.Models.Errors;
using Fovea.Models.Packages.Triton;

namespace Fovea.Models.Tests.Packages.Triton;

public sealed class TextFormatTests
{
    [Theory]
    [InlineData("a: 1", "a=1")]
    [InlineData("a:1 b : -2, c:- 3; d: TYPE_FP32", "a=1 b=-2 c=-3 d=TYPE_FP32")]
    [InlineData("# one\na: 1 # two\n# three", "a=1")]
    [InlineData("a { b: 1 }", "a={b=1}")]
    [InlineData("a: { b: 1 c < d: 2 > }", "a={b=1 c={d=2}}")]
    [InlineData("a: [ 1, 2, 3 ]", "a=1 a=2 a=3")]
    [InlineData("a [ { b: 1 }, { b: 2 } ]", "a={b=1} a={b=2}")]
    [InlineData("a: []", "")]
    [InlineData("a: 1 a: 2", "a=1 a=2")]
    [InlineData("a: \"x\" 'y'\n\"z\"", "a=xyz")]
    [InlineData("""a: "q\"uote \\ \t \x41\102 'in'" """, "a=q\"uote \\ \t AB 'in'")]
    [InlineData("a: \"# no comment { [\"", "a=# no comment { [")]
    [InlineData("[triton.ext]: 1 [type.googleapis.com/x] { b: 2 }", "[triton.ext]=1 [type.googleapis.com/x]={b=2}")]
    [InlineData("a: 1.5e-3 b: true c: 0x1F d: inf", "a=1.5e-3 b=true c=0x1F d=inf")]
    [InlineData("\ufeffa: 1\r\nb: 2\r\n", "a=1 b=2")]
    [InlineData("a{}b{}", "a={} b={}")]
    [InlineData("", "")]
    public void The_forms_of_the_format_are_read(string text, string expected) =>
        Assert.Equal(expected, Write(TextFormat.Read(text, "config.pbtxt")));

    [Theory]
    [InlineData("a", "config.pbtxt: line 1: expected ':', '{' or '[', found the end.")]
    [InlineData("a: 1\nb {\n c: 2\n", "config.pbtxt: line 4: expected the name of a field, found the end.")]
    [InlineData("a: 1\n}", "config.pbtxt: line 2: expected the name of a field, found '}'.")]
    [InlineData("a 1", "config.pbtxt: line 1: expected ':', '{' or '[', found '1'.")]
    [InlineData("a: \"x\ny\"", "config.pbtxt: line 1: expected \" at the end of the string, found the end of the line.")]
    [InlineData("a: [1 2]", "config.pbtxt: line 1: expected ',' or ']', found '2]'.")]
    [InlineData("a: ,", "config.pbtxt: line 1: expected a value, found ','.")]
    [InlineData("{\"a\": 1}", "config.pbtxt: line 1: expected the name of a field, found '{\"a\": 1}'.")]
    [InlineData("a: 1\0b: 2", "config.pbtxt: line 1: expected the name of a field, found '\\u0000b: 2'.")]
    [InlineData("a: \"\\x\"", "config.pbtxt: line 1: expected hexadecimal digits, found '\"'.")]
    public void Errors_name_the_line_and_what_was_found(string text, string message) =>
        Assert.Equal(message, Assert.Throws<ModelPackageException>(() => TextFormat.Read(text, "config.pbtxt")).Message);

    [Fact]
    public void Depth_is_bounded()
    {
        string deep = string.Concat(Enumerable.Repeat("a{", 100_000));
        Assert.Contains(
            "at most 32 messages inside each other",
            Assert.Throws<ModelPackageException>(() => TextFormat.Read(deep, "c")).Message, StringComparison.Ordinal);
    }

    private static string Write(TextMessage message) =>
        string.Join(' ', message.Fields.Select(field => $"{field.Name}={Write(field.Value)}"));

    private static string? Write(TextValue value) => value.Message is { } message ? $"{{{Write(message)}}}" : value.Text;
}
