using Fovea.Api.Tests.Support;
using Microsoft.Playwright;

namespace Fovea.Api.Tests.Page;

/// <summary>The page in a real browser: answers that come late, or not at all, do not end up under what is looked at now.</summary>
[Collection(nameof(ServedPage))]
public sealed class PageHasteTests(ServedModels served)
{
    private const int Late = 1200;

    private Uri Service => served.Client.BaseAddress!;

    [Fact]
    public async Task Filters_are_there_after_layers_were_changed_quickly()
    {
        await using PageBrowser page = await PageBrowser.OpenAsync(Service, "?model=digits&sample=digit-7&layer=conv1");
        await Assertions.Expect(page.Page.Locator("#weights")).ToBeVisibleAsync();
        await page.DelayAsync("**/weights/**", Late);

        foreach (string layer in new[] { "conv2", "conv3", "conv4" })
            await page.AskForLayerAsync(layer);

        await Assertions.Expect(page.Page.Locator("#weights")).ToBeVisibleAsync();
        await Assertions.Expect(page.Page.Locator("#filters-says")).ToContainTextAsync("48 input channels");
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task Of_two_models_chosen_quickly_the_second_is_shown()
    {
        await using PageBrowser page = await PageBrowser.OpenAsync(Service, "?model=digits&sample=digit-7&layer=conv1");
        await Assertions.Expect(page.Page.Locator("#channels .tile").First).ToBeVisibleAsync();
        await page.DelayAsync("**/models/colours/layers*", Late);
        await page.DelayAsync("**/models/digits/preprocess*", Late);

        await page.Page.Locator("#model").SelectOptionAsync("colours");
        await page.Page.Locator("#model").SelectOptionAsync("edges");
        await Assertions.Expect(page.Page.Locator("#about")).ToContainTextAsync("1 layer");
        await Task.Delay(2 * Late, TestContext.Current.CancellationToken);

        await Assertions.Expect(page.Page.Locator("#about")).ToContainTextAsync("1 layer");
        await Assertions.Expect(page.Page.Locator("#model")).ToHaveValueAsync("edges");
        await Assertions.Expect(page.Page.Locator("#seen-size")).ToContainTextAsync("became 4 \u00d7 4");
        await Assertions.Expect(page.Page.Locator("#graph .node")).ToHaveCountAsync(2);
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task Of_two_samples_chosen_quickly_the_second_is_shown()
    {
        await using PageBrowser page = await PageBrowser.OpenAsync(Service, "?model=digits&sample=digit-7");
        await Assertions.Expect(page.Verdict).ToContainTextAsync("7,");
        await page.DelayAsync("**/samples/digit-3.png", Late);

        await page.Page.Locator("#samples").GetByLabel("Digit 3").ClickAsync();
        await page.Page.Locator("#samples").GetByLabel("Digit 5").ClickAsync();
        await Assertions.Expect(page.Verdict).ToContainTextAsync("5,");
        await page.Page.Locator("#samples").GetByLabel("Digit 3").ClickAsync();
        await page.Page.GoBackAsync();
        await Task.Delay(2 * Late, TestContext.Current.CancellationToken);

        await Assertions.Expect(page.Verdict).ToContainTextAsync("5,");
        Assert.Contains("sample=digit-5", page.Page.Url, StringComparison.Ordinal);
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task Going_back_to_an_address_without_a_model_shows_the_usual_one()
    {
        await using PageBrowser page = await PageBrowser.OpenAsync(Service);
        string usual = await page.Page.Locator("#model").InputValueAsync(), about = await page.Page.Locator("#about").InnerTextAsync();

        await page.Page.Locator("#model").SelectOptionAsync(usual == "edges" ? "colours" : "edges");
        await Assertions.Expect(page.Page.Locator("#about")).Not.ToHaveTextAsync(about);
        await page.Page.GoBackAsync();

        await Assertions.Expect(page.Page.Locator("#about")).ToHaveTextAsync(about);
        await Assertions.Expect(page.Page.Locator("#model")).ToHaveValueAsync(usual);
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task Nothing_of_another_layer_is_shown_where_maps_do_not_come()
    {
        await using PageBrowser page = await PageBrowser.OpenAsync(
            Service, "?model=digits&sample=digit-7&layer=conv1&channel=2&cell=2,3,4");
        await Assertions.Expect(page.Page.Locator("#value")).ToBeVisibleAsync();
        await page.RefuseAsync("**/featuremaps/conv2*", 429, "Too many requests wait.");

        await page.AskForLayerAsync("conv2");

        await Assertions.Expect(page.Notice).ToContainTextAsync("Too many requests wait.");
        await Assertions.Expect(page.Page.Locator("#layer-empty")).ToContainTextAsync("did not come");
        await Assertions.Expect(page.Page.Locator("#channels .tile")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Channel).ToBeHiddenAsync();
        await Assertions.Expect(page.Page.Locator("#value")).ToBeHiddenAsync();
        await page.OpenLayerAsync("conv3");
        await Assertions.Expect(page.Page.Locator("#layer-empty")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task A_graph_that_does_not_come_says_why()
    {
        await using PageBrowser page = await PageBrowser.OpenAsync(Service, "?model=digits");
        await Assertions.Expect(page.Page.Locator("#graph .node").First).ToBeVisibleAsync();
        await page.RefuseAsync("**/models/colours/graph*", 503, "The model is being unloaded.");

        await page.Page.Locator("#model").SelectOptionAsync("colours");

        await Assertions.Expect(page.Page.Locator("#graph-empty")).ToHaveTextAsync(
            "The network cannot be drawn. The model is being unloaded.");
        await Assertions.Expect(page.Page.Locator("#graph .node")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Blocks_that_another_version_does_not_have_are_closed()
    {
        await using PageBrowser page = await PageBrowser.OpenAsync(Service, "?model=digits&open=b98-99");

        await Assertions.Expect(page.Page.Locator("#graph .node").First).ToBeVisibleAsync();
        Assert.DoesNotContain("open=", page.Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pictures_that_are_not_shown_any_longer_are_let_go()
    {
        await using PageBrowser page = await PageBrowser.OpenAsync(Service, "?model=digits");
        await page.Page.EvaluateAsync(
            """
            () => {
              const [make, let_go] = [URL.createObjectURL, URL.revokeObjectURL];
              window.live = new Set();
              URL.createObjectURL = of => {
                const url = make.call(URL, of);
                window.live.add(url);
                return url;
              };
              URL.revokeObjectURL = url => {
                window.live.delete(url);
                let_go.call(URL, url);
              };
            }
            """);
        string text = Path.GetTempFileName();
        await File.WriteAllTextAsync(text, "This is no picture.", TestContext.Current.CancellationToken);

        await page.DropAsync(text, "text/plain");
        await Assertions.Expect(page.Notice).ToContainTextAsync("JPEG, PNG");
        Assert.Equal(0, await page.Page.EvaluateAsync<int>("window.live.size"));
        foreach (string digit in new[] { "3", "4", "5" })
        {
            await page.DropAsync(SwaggerBrowser.Sample($"digit-{digit}.png"), "image/png");
            await Assertions.Expect(page.Verdict).ToContainTextAsync($"{digit},");
            await page.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        }

        // The picture, and what the network saw of it.
        await page.Page.WaitForFunctionAsync("window.live.size === 2");
        File.Delete(text);
    }
}
