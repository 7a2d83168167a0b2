using System.Text;
using Fovea.Models.Errors;
using Fovea.Models.Packages.Yaml;
using Fovea.Models.Tests.Support;

namespace Fovea.Models.Tests.Packages.Yaml;

public sealed class YamlFileTests
{
    [Theory]
    [InlineData("a: 1\nb: [x, 2.5, -3.0e+2]\n", """{"a":1,"b":["x",2.5,-300]}""")]
    [InlineData("a: [07, 08, '09', 1e3, -0, .5, 3.]\n", """{"a":["07","08","09","1e3",-0,0.5,3]}""")]
    [InlineData("a:\n- b: c\n  d:\n  - e\n- f\n", """{"a":[{"b":"c","d":["e"]},"f"]}""")]
    [InlineData("a: ~\nb: null\nc:\nd: ''\n", """{"a":null,"b":null,"c":null,"d":""}""")]
    [InlineData("a: true\nb: False\nc: yes\nd: 'true'\ne: \"1\"\n", """{"a":true,"b":false,"c":"yes","d":"true","e":"1"}""")]
    [InlineData("a: .inf\nb: 0x10\nc: 1_0\nd: Infinity\ne: 1e999\n", """{"a":".inf","b":"0x10","c":"1_0","d":"Infinity","e":"1e999"}""")]
    [InlineData("# comment\n%YAML 1.2\n---\na: {b: [], c: {}}\n...\nx: y\n", """{"a":{"b":[],"c":{}}}""")]
    [InlineData("a: |\n  two\n  lines\n", """{"a":"two\nlines\n"}""")]
    [InlineData("{}", "{}")]
    public void A_document_is_read_as_the_json_that_it_stands_for(string yaml, string json) => Assert.Equal(json, Read(yaml));

    [Theory]
    [InlineData("", "net/x.yml: the file is empty; expected a mapping.")]
    [InlineData("# nothing\n", "net/x.yml: the file is empty; expected a mapping.")]
    [InlineData("- a\n", "net/x.yml: the root is [\"a\"]; expected an object.")]
    [InlineData("a: &x 1\nb: *x\n", "net/x.yml: line 1 has an anchor, an alias or a tag; write out what it stands for.")]
    [InlineData("a: *x\n", "net/x.yml: line 1 has an anchor, an alias or a tag; write out what it stands for.")]
    [InlineData("a: !!python/object:os.system x\n", "net/x.yml: line 1 has an anchor, an alias or a tag; write out what it stands for.")]
    [InlineData("a: 1\na: 2\n", "net/x.yml: line 2 has the key 'a' twice in one mapping.")]
    [InlineData("? [a]\n: 1\n", "net/x.yml: line 1 has a key that is no text.")]
    [InlineData("a: [1\n", "net/x.yml: the file is not valid YAML. Line ")]
    [InlineData("a: \"\\uD83D\"\n", "net/x.yml: ")]
    [InlineData("\"\\uD83D\": 1\n", "net/x.yml: ")]
    [InlineData("a: b: c\n", "net/x.yml: the file is not valid YAML. Line 1")]
    public void What_cannot_be_read_is_said(string yaml, string message) =>
        Assert.StartsWith(message, Assert.Throws<ModelPackageException>(() => Read(yaml)).Message, StringComparison.Ordinal);

    [Fact]
    public void Deep_nesting_is_refused_before_it_is_followed()
    {
        string text = $"a: {new string('[', 100_000)}";
        string message = Assert.Throws<ModelPackageException>(() => Read(text)).Message;
        Assert.Equal("net/x.yml: line 1 is nested more than 32 levels deep.", message);
    }

    [Fact]
    public void Text_that_is_not_UTF_8_is_refused()
    {
        using var models = new TempModels();
        string path = models.Write("net/x.yml", "");
        File.WriteAllBytes(path, [.. "a: "u8, 0xFF, 0xFE]);
        string message = Assert.Throws<ModelPackageException>(() => ReadFile(path)).Message;
        Assert.Equal("net/x.yml: the file is not UTF-8 text, which YAML is here.", message);
    }

    [Fact]
    public void A_file_that_is_too_long_is_not_read()
    {
        var text = new StringBuilder("a: 1\n").Append('#', YamlFile.Longest);
        string message = Assert.Throws<ModelPackageException>(() => Read(text.ToString())).Message;
        Assert.Contains("1048576", message, StringComparison.Ordinal);
    }

    private static string Read(string yaml)
    {
        using var models = new TempModels();
        return ReadFile(models.Write("net/x.yml", yaml));
    }

    private static string ReadFile(string path) => YamlFile.Read(path, "net/x.yml", root => root.Element.GetRawText());
}
