using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Fovea.Api.Tests.Support;
using Microsoft.Playwright;

namespace Fovea.Api.Tests.Page;

/// <summary>Style transfers on the page.</summary>
[Collection(nameof(ServedPage))]
public sealed class PageStyleTests(ServedModels served)
{
    private Uri Service => served.Client.BaseAddress!;

    [Fact]
    public async Task A_picture_forms_with_its_curves_and_can_be_saved_and_sent_as_a_link()
    {
        await using PageBrowser page = await PageBrowser.OpenAsync(Service, "?model=digits&sample=photo-7");
        IPage browser = page.Page;
        await Assertions.Expect(page.Verdict).ToContainTextAsync("7,");
        await Assertions.Expect(browser.Locator("#style-begin")).ToBeDisabledAsync();
        await browser.Locator("#style-file").SetInputFilesAsync(SwaggerBrowser.Sample("photo-2.jpg"));
        await browser.Locator("#style summary").ClickAsync();
        await browser.Locator("#style-content-layers").FillAsync("conv2");
        await browser.Locator("#style-style-layers").FillAsync("conv1, conv2");
        await browser.Locator("#style-steps").SelectOptionAsync("50");
        await browser.Locator("#style-begin").ClickAsync();

        await Assertions.Expect(browser.Locator("#style-says")).ToHaveTextAsync("Done: 50 of 50 steps.");
        await Assertions.Expect(browser.Locator("#style-curves .curve")).ToHaveCountAsync(3);
        await Assertions.Expect(browser.Locator("#style-stop")).ToBeHiddenAsync();
        await Assertions.Expect(browser.Locator("#style-download")).ToBeVisibleAsync();
        Assert.Equal(28, await WidthAsync(browser));
        Assert.Contains("transfer=", browser.Url, StringComparison.Ordinal);
        Assert.Empty(page.Complaints);

        await browser.ReloadAsync();
        await Assertions.Expect(browser.Locator("#style-says")).ToHaveTextAsync("Done: 50 of 50 steps.");
        await Assertions.Expect(browser.Locator("#style-download")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task One_that_is_paused_goes_on()
    {
        string id = await PausedAsync();
        await using PageBrowser page = await PageBrowser.OpenAsync(Service, $"?model=digits&transfer={id}");
        ILocator says = page.Page.Locator("#style-says"), pause = page.Page.Locator("#style-pause");

        await Assertions.Expect(says).ToContainTextAsync("Paused");
        await Assertions.Expect(pause).ToHaveTextAsync("Go on");
        await pause.ClickAsync();
        await Assertions.Expect(says).ToContainTextAsync(new Regex("Running|Done"));
        await Assertions.Expect(pause).Not.ToHaveTextAsync("Go on");
    }

    [Fact]
    public async Task One_that_is_stopped_is_cancelled()
    {
        string id = await PausedAsync();
        await using PageBrowser page = await PageBrowser.OpenAsync(Service, $"?model=digits&transfer={id}");

        await page.Page.Locator("#style-stop").ClickAsync();
        await Assertions.Expect(page.Page.Locator("#style-says")).ToContainTextAsync("Cancelled");
        await Assertions.Expect(page.Page.Locator("#style-stop")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task What_does_not_fit_is_a_sentence()
    {
        await using PageBrowser page = await PageBrowser.OpenAsync(Service, "?model=digits&sample=photo-7&transfer=nothing");

        await Assertions.Expect(page.Page.Locator("#style-says")).ToContainTextAsync("No job with this id is kept");
        await Assertions.Expect(page.Verdict).ToContainTextAsync("7,");
        await page.Page.Locator("#style-file").SetInputFilesAsync(SwaggerBrowser.Sample("photo-2.jpg"));
        await page.Page.Locator("#style summary").ClickAsync();
        await page.Page.Locator("#style-content-layers").FillAsync("nowhere");
        await page.Page.Locator("#style-begin").ClickAsync();
        await Assertions.Expect(page.Notice).ToContainTextAsync("nowhere");
    }

    private async Task<string> PausedAsync()
    {
        JsonNode begun = await StyleTransferCalls.BeginAsync(
            served.Client, "?model=digits&contentLayers=conv2&styleLayers=conv1&steps=2000");
        string id = begun.Text("id");
        using HttpResponseMessage paused = await served.Client.PostAsync(
            new Uri($"/style-transfers/{id}/pause", UriKind.Relative), content: null);
        Assert.True(paused.IsSuccessStatusCode, await paused.Content.ReadAsStringAsync());
        return id;
    }

    private static Task<int> WidthAsync(IPage page) => page.EvaluateAsync<int>(
        "async () => { const image = document.getElementById('style-result'); await image.decode(); return image.naturalWidth; }");
}
