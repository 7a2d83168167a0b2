using System.Text.RegularExpressions;
using Fovea.Api.Tests.Support;
using Microsoft.Playwright;

namespace Fovea.Api.Tests.Page;

/// <summary>docs/tour.md: each of its links shows what it promises, and its pictures can be made anew.</summary>
[Collection(nameof(ServedPage))]
public sealed partial class TourTests(ServedModels served)
{
    private static readonly string Tour = Path.Combine(Repository.Root, "docs", "tour.md");

    /// <summary>For each part: its picture, what of the page is on it, where a promise is kept, and in which words.</summary>
    public static TheoryData<string, string, string, string, string> Stops() => new()
    {
        { "Cross-correlation", "cross-correlation", "#value", "#value-sum", "= sum of the products" },
        { "Feature map", "feature-map", "#layer", "#channels-says", "16 channels" },
        { "Local receptive field", "local-receptive-field", "#value", "#value-sees", "pixels of the network's input" },
        { "Weight sharing", "weight-sharing", "#layer-sharing", "#layer-sharing", "times as many" },
        { "Padding", "padding", "#value", "#value-sum td.padding", "0" },
        { "Stride", "stride", "#value", "#value-sees", "the frame moves by 2 \u00d7 2" },
        { "Several input and output channels", "channels", "#value", "#value-sum", "of 32 channels" },
        { "1x1 convolution", "one-by-one", "#value", "#value-sum .product", "\u00d7" },
        { "Maximum pooling", "maximum-pooling", "#value", "#value-sum caption", "the chosen one is framed" },
        { "Average pooling", "average-pooling", "#value", "#value-sum", "Sum of the values" },
        { "And the answer", "answer", "#value", "#value-sum", "+ bias" },
        { "Which pixels made it say so", "why", "#why", "#why-says", "speaks for the class" },
        { "Style transfer", "style-transfer", "#style", "#style-begin", "Begin" },
    };

    [Theory]
    [MemberData(nameof(Stops))]
    public async Task Each_link_shows_what_it_promises(string heading, string picture, string shown, string where, string words)
    {
        (string address, string image) = await FindAsync(heading);
        await using PageBrowser page = await PageBrowser.OpenAsync(served.Client.BaseAddress!, address);

        await Assertions.Expect(page.Page.Locator(shown)).ToBeVisibleAsync();
        await Assertions.Expect(page.Page.Locator(where).First).ToContainTextAsync(words);
        Assert.Equal($"tour/{picture}.png", image);
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task Every_part_is_a_stop()
    {
        string[] headings = [.. Headings().Matches(await File.ReadAllTextAsync(Tour)).Select(match => match.Groups[1].Value)];

        Assert.Equal(Stops().Select(stop => stop.Data.Item1), headings);
    }

    /// <summary>Writes docs/tour/*.png and the picture of README.</summary>
    [Fact(Explicit = true)]
    public async Task Draw_the_pictures()
    {
        string folder = Directory.CreateDirectory(Path.Combine(Repository.Root, "docs", "tour")).FullName;
        foreach (TheoryDataRow<string, string, string, string, string> stop in Stops())
        {
            (string heading, string picture, string shown, string where, _) = stop.Data;
            (string address, _) = await FindAsync(heading);
            await using PageBrowser page = await PageBrowser.OpenAsync(served.Client.BaseAddress!, address, width: 1280);
            await Assertions.Expect(page.Page.Locator(where).First).ToBeVisibleAsync();
            await QuietAsync(page);
            await page.Page.Locator(shown).ScreenshotAsync(
                new LocatorScreenshotOptions { Path = Path.Combine(folder, $"{picture}.png") });
        }

        await using PageBrowser whole = await PageBrowser.OpenAsync(
            served.Client.BaseAddress!, "?model=digits&sample=digit-7&layer=relu1&channel=3&cell=3,6,11", height: 1000);
        await Assertions.Expect(whole.Page.Locator("#value")).ToBeVisibleAsync();
        await QuietAsync(whole);
        await whole.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, "page.png") });
    }

    private static Task QuietAsync(PageBrowser page) => page.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);

    /// <summary>The link and the picture below a heading.</summary>
    private static async Task<(string Address, string Image)> FindAsync(string heading)
    {
        string text = await File.ReadAllTextAsync(Tour);
        int start = text.IndexOf($"## {heading}\n", StringComparison.Ordinal);
        int end = text.IndexOf("\n## ", start + 1, StringComparison.Ordinal);
        string part = text[start..(end < 0 ? text.Length : end)];
        return (Link().Match(part).Groups[1].Value, Image().Match(part).Groups[1].Value);
    }

    [GeneratedRegex(@"^## (.+)$", RegexOptions.Multiline)]
    private static partial Regex Headings();

    [GeneratedRegex(@"\(http://localhost:8080/(\?[^)]*)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"!\[[^\]]*\]\(([^)]*)\)")]
    private static partial Regex Image();
}
