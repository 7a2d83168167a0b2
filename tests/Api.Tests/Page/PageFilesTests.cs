using System.Text.RegularExpressions;
using Fovea.Api.Startup;
using Fovea.Api.Tests.Support;

namespace Fovea.Api.Tests.Page;

/// <summary>The files of the page: all are served, as what they are, and what they name is there.</summary>
[Collection(nameof(ServedPage))]
public sealed partial class PageFilesTests(ServedModels served)
{
    private static readonly string Folder = Path.Combine(Repository.Root, "src", "Api", "wwwroot");

    /// <summary>What is for the compiler alone.</summary>
    private static readonly string[] NotServed = ["jsconfig.json", "contract.d.ts", "index.html"];

    [Fact]
    public void Every_file_is_listed()
    {
        IEnumerable<string> files = Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Folder, path)).Except(NotServed);

        Assert.Equal(files.Order(), PageFiles.Files.Keys.Where(name => !name.StartsWith("samples/", StringComparison.Ordinal)).Order());
    }

    [Fact]
    public async Task Every_file_is_served_as_what_it_is()
    {
        foreach ((string name, string mediaType) in PageFiles.Files)
        {
            using HttpResponseMessage response = await served.Client.Get($"/page/{name}");
            string folder = name.StartsWith("samples/", StringComparison.Ordinal) ? Path.Combine(Repository.Root, "docs") : Folder;

            Assert.Equal((200, mediaType), ((int)response.StatusCode, response.Content.Headers.ContentType?.ToString()));
            Assert.Equal("no-cache", response.Headers.CacheControl?.ToString());
            Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(folder, name)), await response.Content.ReadAsByteArrayAsync());
        }
    }

    [Theory]
    [InlineData("/page")]
    [InlineData("/page/")]
    [InlineData("/page/samples/")]
    [InlineData("/page/jsconfig.json")]
    [InlineData("/page/../Program.cs")]
    public async Task Nothing_else_is_there(string address) => await served.Client.Get(address).Problem(404, "not_found");

    [Fact]
    public async Task What_the_files_name_is_there()
    {
        foreach (string path in Directory.EnumerateFiles(Folder, "*.js"))
        {
            string script = await File.ReadAllTextAsync(path);
            Assert.All(Imports().Matches(script), match => Assert.Contains(match.Groups[1].Value, PageFiles.Files.Keys));
            string html = await File.ReadAllTextAsync(Path.Combine(Folder, "index.html"));
            Assert.All(
                Needed().Matches(script), match => Assert.Contains($"id=\"{match.Groups[1].Value}\"", html, StringComparison.Ordinal));
        }

        string document = await served.Client.GetStringAsync(new Uri("/", UriKind.Relative));
        string[] targets = [.. References().Matches(document).Select(match => match.Groups[1].Value)];
        Assert.All(
            targets.Where(target => target.StartsWith("page/", StringComparison.Ordinal)),
            target => Assert.Contains(target["page/".Length..], PageFiles.Files.Keys));
    }

    [Fact]
    public async Task No_address_is_absolute_and_nothing_is_inline()
    {
        using HttpResponseMessage page = await served.Client.Get("/");
        string document = await page.Content.ReadAsStringAsync();
        string policy = page.Headers.GetValues("Content-Security-Policy").Single();

        Assert.Contains("script-src 'self'; style-src 'self';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("style=", document, StringComparison.Ordinal);
        Assert.Contains("<base href=\"/\">", document, StringComparison.Ordinal);
        Assert.All(
            References().Matches(document).Select(match => match.Groups[1].Value).Where(target => target != "/"),
            target => Assert.False(target.StartsWith('/') || target.Contains("//", StringComparison.Ordinal), target));
    }

    [Theory]
    [InlineData("Page:Enabled")]
    [InlineData("FeatureMaps:Enabled")]
    public async Task Without_the_page_the_root_leads_to_the_documentation(string setting)
    {
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(("Models:Path", ""), (setting, "false"));
        using HttpResponseMessage root = await factory.Client.Get("/");

        Assert.Equal((302, "/swagger"), ((int)root.StatusCode, root.Headers.Location?.ToString()));
        await factory.Client.Get("/page/main.js").Problem(404, "not_found");
    }

    [Fact]
    public void Files_are_small()
    {
        foreach (string path in Directory.EnumerateFiles(Folder, "*.js"))
            Assert.InRange(File.ReadLines(path).Count(), 1, 350);
    }

    [GeneratedRegex("""from "\./([^"]+)";""")]
    private static partial Regex Imports();

    [GeneratedRegex("""\bneed\("([^"]+)",""")]
    private static partial Regex Needed();

    [GeneratedRegex(@"(?:href|src)=""([^""]+)""")]
    private static partial Regex References();
}
