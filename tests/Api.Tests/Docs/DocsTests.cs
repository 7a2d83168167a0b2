using System.Text.RegularExpressions;
using Fovea.Api.Errors;
using Fovea.Api.Options;
using Fovea.Api.Options.Settings;
using Fovea.Api.Tests.Support;

namespace Fovea.Api.Tests.Docs;

/// <summary>The pages name everything that they claim to explain.</summary>
public sealed partial class DocsTests
{
    [Fact]
    public async Task Every_setting_is_explained()
    {
        string page = await ReadAsync("serving.md");

        foreach (Setting<ServerOptions> setting in ServerOptions.Settings)
            Assert.Contains($"`{setting.Name}`", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_setting_that_is_explained_exists()
    {
        string[] sections = [.. ServerOptions.Settings.Select(setting => setting.Name.Split(':')[0]).Distinct()];
        string[] settings = [.. ServerOptions.Settings.Select(setting => setting.Name)];
        foreach (string name in new[] { "serving.md", "http-api.md", "v2.md", "model-folders.md", "command-line.md" })
        {
            string page = await ReadAsync(name);
            IEnumerable<string> named = SettingName().Matches(page).Select(match => match.Groups[1].Value);

            Assert.All(named.Where(text => sections.Contains(text.Split(':')[0])), text => Assert.Contains(text, settings));
        }
    }

    [Fact]
    public async Task Every_error_code_is_explained_under_its_status()
    {
        string[] rows = (await ReadAsync("http-api.md")).Split('\n');

        foreach (ErrorCode code in ErrorCodes.All)
            Assert.Contains(
                rows, row => row.StartsWith($"| {code.Status} |", StringComparison.Ordinal)
                && row.Contains($"`{code.Code}`", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_link_leads_to_a_file_and_a_heading()
    {
        string[] pages =
        [
            .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories),
            .. new[]
            {
                "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docker/README.md", "deploy/README.md", "samples/README.md",
            }.Select(page => Path.Combine(Repository.Root, page)),
        ];

        foreach (string page in pages)
        {
            foreach (Match link in Links().Matches(await File.ReadAllTextAsync(page)))
            {
                string target = link.Groups["path"].Length == 0
                    ? page
                    : Path.GetFullPath(link.Groups["path"].Value, Path.GetDirectoryName(page)!);
                Assert.True(Path.Exists(target), $"{page}: {link.Value} leads nowhere.");
                if (link.Groups["heading"].Success)
                    Assert.True(
                        await HasHeadingAsync(target, link.Groups["heading"].Value), $"{page}: {link.Value} names no heading of the page.");
            }
        }
    }

    /// <summary>Whether a page has a heading whose anchor, as GitHub makes it, is this one.</summary>
    private static async Task<bool> HasHeadingAsync(string page, string anchor) =>
        Headings().Matches(await File.ReadAllTextAsync(page))
            .Any(heading => Punctuation().Replace(heading.Groups[1].Value.ToLowerInvariant(), "").Replace(' ', '-') == anchor);

    private static Task<string> ReadAsync(string page) => File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", page));

    [GeneratedRegex(@"\]\((?!https?:)(?<path>[^)#\s]*)(?:#(?<heading>[^)\s]+))?\)")]
    private static partial Regex Links();

    [GeneratedRegex(@"(?<=`(?:--)?)([A-Z][A-Za-z]+:[A-Z][A-Za-z]+)(?=[`= ])")]
    private static partial Regex SettingName();

    [GeneratedRegex(@"^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Headings();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex Punctuation();
}
