using System.Text;
using CsCheck;
using Fovea.Api.Http;

namespace Fovea.Api.Tests.Http;

/// <summary>base64 as the libraries of many languages write it.</summary>
public sealed class Base64TextTests
{
    [Fact]
    public void Every_way_to_write_it_gives_the_bytes_back()
    {
        Gen.Select(Gen.Byte.Array[0, 300], Gen.Int[0, 80], OneOf("", "\n", "\r\n", " ", "\t"), Gen.Bool, Gen.Bool, Head)
            .Sample((bytes, width, gap, urlSafe, padded, head) =>
            {
                string text = Convert.ToBase64String(bytes);
                if (urlSafe)
                    text = text.Replace('+', '-').Replace('/', '_');
                if (!padded)
                    text = text.TrimEnd('=');
                if (width > 0)
                    text = string.Join(gap, text.Chunk(width).Select(line => new string(line)));

                (string? problem, byte[] decoded) = Decode(head + text);
                Assert.Null(problem);
                Assert.Equal(bytes, decoded);
            });
    }

    [Theory]
    [InlineData("iVBO*g0K", "is no base64: byte 4 of its text is '*'")]
    [InlineData("iVBO\u00e9", "is no base64: byte 4 of its text is 0xC3")]
    [InlineData("iVBOR", "5 characters")]
    [InlineData("iVBO=", "1 of padding")]
    [InlineData("iVBORw=", "1 of padding")]
    [InlineData("iVBORw===", "3 of padding")]
    [InlineData("iVBORx", "last character")]
    [InlineData("====", "4 of padding")]
    [InlineData("iV==BORw", "byte 4 of its text is 'B'")]
    [InlineData("data:image/png,abc", "a data URI without ';base64,' (data:image/png)")]
    [InlineData("data:image/png;base64", "a data URI without ';base64,'")]
    [InlineData("data:", "a data URI without ';base64,'")]
    [InlineData("data:base64,iVBO", "a data URI without ';base64,'")]
    [InlineData("data:image/png;name=\"a;base64,iVBO\"", "a data URI without ';base64,'")]
    [InlineData("data:image/png;base64,iVBO%2", "byte 4 of its text is '%'")]
    [InlineData("data:image/png;base64,iVBO%zz", "byte 4 of its text is '%'")]
    [InlineData("iVBO%2BAA", "byte 4 of its text is '%'")]
    [InlineData("data:image/png;base64,iVBO*", "byte 4 of its text is '*'")]
    public void What_is_wrong_is_said(string text, string reason) =>
        Assert.Contains(reason, Decode(text).Problem, StringComparison.Ordinal);

    [Fact]
    public void No_text_is_a_fault()
    {
        Gen.Select(Gen.OneOf(Gen.String, Gen.Char["AB/+-_= \n,"].Array[0, 12].Select(text => new string(text))), Head)
            .Sample((text, head) => Decode(head + text) is ({ Length: > 0 }, []) or (null, _), iter: 5000);
    }

    private static Gen<string> Head => OneOf(
        "", "data:;base64,", "data:image/png;base64,", "DATA:image/png;charset=utf-8;BASE64,", "data:image/svg+xml;base64,",
        " data:image/png; base64,", "\ndata:;name=\"a,b\";base64 ,");

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    private static (string? Problem, byte[] Bytes) Decode(string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        byte[] buffer = [.. utf8, .. new byte[Base64Text.Spare]];
        string? problem = Base64Text.DecodeInPlace(buffer, utf8.Length, out int decoded);
        return (problem, buffer[..decoded]);
    }
}
