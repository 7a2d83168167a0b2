using System.Text;
using Fovea.Api.Tests.Support;

namespace Fovea.Api.Tests.Http;

/// <summary>Forms that cannot be read: the error says what to change.</summary>
[Collection(nameof(ServedModels))]
public sealed class FormFaultTests(ServedModels served)
{
    private const string File = "Content-Disposition: form-data; name=\"f\"; filename=\"a.png\"";
    private const string FormType = "multipart/form-data; boundary=x";

    [Theory]
    [InlineData("Content-Transfer-Encoding: base64", "'Content-Transfer-Encoding: base64', which is not supported in the parts")]
    [InlineData("Content-Transfer-Encoding: quoted-printable", "'Content-Transfer-Encoding: quoted-printable'")]
    [InlineData("Content-Encoding: gzip", "'Content-Encoding: gzip', which is not supported in the parts")]
    [InlineData("Content-Type: multipart/mixed; boundary=y", "is itself a body of parts (multipart/mixed; boundary=y)")]
    public async Task A_part_that_is_encoded(string header, string reason)
    {
        var problem = await Post(Form($"{File}\r\n{header}", Pictures.Red), FormType).Problem(400, "invalid_body");

        Assert.Contains(reason, problem.Detail(), StringComparison.Ordinal);
        Assert.Equal("a.png", problem.Text("file"));
    }

    [Theory]
    [InlineData("Content-Transfer-Encoding: binary")]
    [InlineData("Content-Transfer-Encoding: 8bit")]
    [InlineData("Content-Encoding: identity")]
    public async Task A_part_whose_encoding_changes_nothing(string header) =>
        await Post(Form($"{File}\r\n{header}", Pictures.Red), FormType).Json();

    [Theory]
    [InlineData("multipart/form-data", 400, "invalid_body", "has no boundary. Do not set Content-Type")]
    [InlineData("multipart/form-data; boundary=", 400, "invalid_body", "has no boundary")]
    [InlineData("multipart/form-data; boundary=\"\"", 400, "invalid_body", "has no boundary")]
    [InlineData("multipart/form-data; boundary=x:y", 415, "unsupported_content_type", "is quoted")]
    [InlineData("multipart/form-data; boundary=x/y", 415, "unsupported_content_type", "is quoted")]
    [InlineData("multipart/form-data; boundary=y", 400, "invalid_body", "its last boundary, '--y--'. It begins with '--x??Content-Dis")]
    [InlineData("multipart/form-data; boundary='x'", 400, "invalid_body", "its last boundary, '--'x'--'")]
    [InlineData("image/png", 415, "unsupported_image_format", "is a form, but is declared as 'image/png'")]
    [InlineData("application/octet-stream", 415, "unsupported_image_format", "multipart/form-data; boundary=x")]
    [InlineData(null, 415, "unsupported_image_format", "is a form, but is sent without a Content-Type")]
    [InlineData("multipart/mixed; boundary=x", 415, "unsupported_content_type", "Declare it with Content-Type: multipart/form-data")]
    [InlineData("text/plain", 415, "unsupported_content_type", "is a form")]
    [InlineData("application/json", 400, "invalid_body", "declared as JSON, but is a form. Declare it with")]
    public async Task A_type_that_does_not_fit(string? type, int status, string code, string reason) =>
        Assert.Contains(
            reason, (await Post(Form(File, Pictures.Red), type).Problem(status, code)).Detail(), StringComparison.Ordinal);

    [Fact]
    public async Task A_boundary_with_other_characters_is_quoted()
    {
        byte[] form = Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(Form(File, Pictures.Red)).Replace("--x", "--x:y z"));

        Assert.Contains(
            "boundary=\"x:y z\"", (await Post(form, "image/png").Problem(415, "unsupported_image_format")).Detail(),
            StringComparison.Ordinal);
        await Post(form, "multipart/form-data; boundary=\"x:y z\"").Json();
    }

    [Fact]
    public async Task A_form_that_ends_too_early()
    {
        byte[] form = Form(File, Pictures.Red);
        for (int length = 1; length < form.Length - 6; length += 3)
        {
            string detail = (await Post(form[..length], FormType).Problem(400, "invalid_body")).Detail();
            string reason = detail.Contains("Invalid header line", StringComparison.Ordinal)
                ? "ends in the headers of a part"
                : "ends before its last boundary, '--x--'";
            Assert.Contains(reason, detail, StringComparison.Ordinal);
            Assert.DoesNotContain("another component", detail, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Lines_that_end_with_a_line_feed_only()
    {
        byte[] form = [.. Encoding.ASCII.GetBytes($"--x\n{File}\nContent-Type: image/png\n\n"), .. Pictures.Red, .. "\n--x--\n"u8];

        Assert.Contains("(CRLF)", (await Post(form, FormType).Problem(400, "invalid_body")).Detail(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Content-Disposition: ;;;")]
    [InlineData("Content-Disposition: form-data; na me")]
    [InlineData("Content-Disposition: form-data")]
    public async Task A_disposition_without_a_name_is_quoted_unless_the_part_is_a_picture(string header)
    {
        Assert.Contains(
            $"'{header["Content-Disposition: ".Length..]}', in which no name can be read",
            (await Post(Form(header, "5"u8.ToArray()), FormType).Problem(400, "invalid_body")).Detail(), StringComparison.Ordinal);
        await Post(Form(header, Pictures.Red), FormType).Json();
        await Post(Form($"{header}\r\nContent-Type: image/png", Pictures.Red), FormType).Json();
    }

    private Task<HttpResponseMessage> Post(byte[] body, string? type)
    {
        var content = new ByteArrayContent(body);
        if (type is not null)
            content.Headers.TryAddWithoutValidation("Content-Type", type);
        return served.Client.Post("/predict?model=colours", content);
    }

    private static byte[] Form(string headers, byte[] bytes) =>
        [.. Encoding.ASCII.GetBytes($"--x\r\n{headers}\r\n\r\n"), .. bytes, .. "\r\n--x--\r\n"u8];
}
