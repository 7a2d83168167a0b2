using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;

namespace Fovea.Api.Tests.Http;

/// <summary>Fields of a form that were left empty: browsers and Swagger UI send a part for them.</summary>
[Collection(nameof(ServedModels))]
public sealed class EmptyFieldTests(ServedModels served)
{
    private const string Boundary = "the-boundary";

    /// <summary>An input of a browser without a file.</summary>
    private const string OfBrowser =
        "Content-Disposition: form-data; name=\"more\"; filename=\"\"\r\nContent-Type: application/octet-stream";

    /// <summary>An item of a list in Swagger UI without a file.</summary>
    private const string OfSwagger = "Content-Disposition: form-data; name=\"files\"";

    private const string File = "Content-Disposition: form-data; name=\"files\"; filename=\"red.png\"";

    [Theory]
    [InlineData(OfBrowser)]
    [InlineData(OfSwagger)]
    public async Task They_are_ignored_before_and_behind_files(string empty)
    {
        JsonNode answer = await served.Client.Post(
            "/predict?model=colours&top=1", Form((empty, []), (File, Pictures.Red), (empty, []), (File, Pictures.Red), (empty, []))).Json();

        Assert.Equal(["red.png", "red.png"], answer["results"]!.AsArray().Select(result => result!.Text("name")));
    }

    [Theory]
    [InlineData(OfBrowser)]
    [InlineData(OfSwagger)]
    public async Task They_do_not_count_as_files(string empty)
    {
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(("Models:Path", ""), ("Limits:MaxFiles", "1"));

        await factory.Client.Post("/predict", Form((empty, []), (File, Pictures.Red), (empty, []))).Json();
        await factory.Client.Post("/predict", Form((File, Pictures.Red), (File, Pictures.Red))).Problem(413, "body_too_large");
    }

    [Theory]
    [InlineData(OfBrowser)]
    [InlineData(OfSwagger)]
    public async Task A_form_of_nothing_else_has_no_image(string empty) =>
        await served.Client.Post("/featuremaps/scores?model=colours", Form((empty, []), (empty, []))).Problem(400, "empty_body");

    [Fact]
    public async Task A_field_with_a_text_is_no_file()
    {
        JsonNode problem = await served.Client.Post(
            "/predict?model=colours", Form((File, Pictures.Red), ("Content-Disposition: form-data; name=\"top\"", "5"u8.ToArray())))
            .Problem(400, "invalid_parameter");

        Assert.Equal("The field 'top' of the multipart body is no file; parameters belong in the query: ?top=.", problem.Detail());
    }

    [Fact]
    public async Task An_empty_file_that_has_a_name_is_an_error()
    {
        JsonNode problem = await served.Client.Post("/predict?model=colours", Form((File, []))).Problem(400, "empty_body");

        Assert.Equal("red.png", problem.Text("file"));
    }

    private static ByteArrayContent Form(params (string Headers, byte[] Bytes)[] parts)
    {
        byte[] body =
        [
            .. parts.SelectMany(
                part => (byte[])[.. Encoding.ASCII.GetBytes($"--{Boundary}\r\n{part.Headers}\r\n\r\n"), .. part.Bytes, .. "\r\n"u8]),
            .. Encoding.ASCII.GetBytes($"--{Boundary}--\r\n"),
        ];
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse($"multipart/form-data; boundary={Boundary}");
        return content;
    }
}
