using Fovea.Api.Tests.Support;
using Microsoft.Playwright;

namespace Fovea.Api.Tests.Page;

/// <summary>The page in a real browser: links that name what is not there, or name it twice, and models of other kinds.</summary>
[Collection(nameof(ServedPage))]
public sealed class PageLinkTests(ServedModels served)
{
    private Uri Service => served.Client.BaseAddress!;

    [Fact]
    public async Task A_model_that_is_not_there_is_no_dead_end()
    {
        await using BrowserSession session = await BrowserSession.StartAsync(1280);
        IPage page = session.Page;
        await page.GotoAsync(new Uri(Service, "?model=nope&sample=digit-7").ToString());

        await Assertions.Expect(page.Locator("#notices")).ToContainTextAsync("There is no model 'nope'. Choose one");
        await Assertions.Expect(page.Locator("#graph-empty")).ToContainTextAsync("There is no model 'nope'");
        await Assertions.Expect(page.Locator("#model")).ToHaveValueAsync("nope");
        await page.Locator("#model").SelectOptionAsync("digits");

        await Assertions.Expect(page.Locator("#answer-says")).ToContainTextAsync("7,");
        await Assertions.Expect(page.Locator("#notices")).ToBeEmptyAsync();
        await Assertions.Expect(page.Locator("#model option[value=nope]")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_layer_that_is_not_there_is_said()
    {
        await using PageBrowser page = await PageBrowser.OpenAsync(Service, "?model=digits&sample=digit-7&layer=nope");

        await Assertions.Expect(page.Notice).ToContainTextAsync("has no layer 'nope'");
        await Assertions.Expect(page.Page.Locator("#layer")).ToBeHiddenAsync();
        Assert.DoesNotContain("layer=", page.Page.Url, StringComparison.Ordinal);
        await page.OpenLayerAsync("conv1");
        await Assertions.Expect(page.Notice).ToBeEmptyAsync();
    }

    [Theory]
    [InlineData("&channel=3&cell=5,3,3", "Channel 5")]
    [InlineData("&channel=abc", "Channel 0")]
    public async Task Channels_are_read_in_one_way(string asked, string channel)
    {
        await using PageBrowser page = await PageBrowser.OpenAsync(Service, $"?model=digits&sample=digit-7&layer=conv2{asked}");

        await Assertions.Expect(page.Page.Locator("#channel-name")).ToHaveTextAsync(channel);
        await Assertions.Expect(page.Page.Locator("#filters-says")).ToContainTextAsync($"Filter {channel[^1]}");
        if (asked.Contains("cell", StringComparison.Ordinal))
            await Assertions.Expect(page.Page.Locator("#value-name")).ToContainTextAsync("channel 5");
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task A_link_to_a_kept_picture_stays_the_same()
    {
        byte[] seven = await File.ReadAllBytesAsync(SwaggerBrowser.Sample("digit-7.png"), TestContext.Current.CancellationToken);
        string image = (await served.Client.Post("/predict?model=digits", HttpCalls.Image(seven)).Json())["results"]![0]!.Text("id");

        await using PageBrowser page = await PageBrowser.OpenAsync(Service, $"?model=digits&image={image}&layer=conv1");
        await Assertions.Expect(page.Verdict).ToContainTextAsync("7,");
        await Assertions.Expect(page.Page.Locator("#channels .tile").First).ToBeVisibleAsync();

        Assert.Contains($"image={image}", page.Page.Url, StringComparison.Ordinal);
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task A_model_without_pictures_is_listed_and_its_network_shown()
    {
        await using PageBrowser page = await PageBrowser.OpenAsync(Service, "?model=digits&sample=digit-7");

        await page.Page.Locator("#model").SelectOptionAsync("two-inputs");

        await Assertions.Expect(page.Page.Locator("#about")).ToContainTextAsync("it takes tensors, not pictures");
        await Assertions.Expect(page.Page.Locator("#graph .node").First).ToBeVisibleAsync();
        await Assertions.Expect(page.Page.Locator("#panes")).ToBeHiddenAsync();
        await Assertions.Expect(page.Notice).ToBeEmptyAsync();
        await page.Page.Locator("#model").SelectOptionAsync("digits");
        await Assertions.Expect(page.Verdict).ToContainTextAsync("7,");
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task Digits_are_drawn_where_they_are_read()
    {
        await using PageBrowser page = await PageBrowser.OpenAsync(Service, "?model=digits&sample=digit-7");
        await page.Page.GetByText("Draw", new PageGetByTextOptions { Exact = true }).ClickAsync();
        await Assertions.Expect(page.Page.Locator("#sketch")).ToBeVisibleAsync();

        await page.Page.Locator("#model").SelectOptionAsync("colours");

        await Assertions.Expect(page.Page.Locator("#samples-says")).ToContainTextAsync("not for digits");
        await Assertions.Expect(page.Page.Locator("#sketch")).ToBeHiddenAsync();
        await Assertions.Expect(page.Page.Locator("#panes")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task What_is_assumed_is_said_beside_what_the_network_saw()
    {
        using TestModels models = new TestModels().Add("assumed", TestModels.Colours(-1), "red\ngreen\nblue\n", settings: null);
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(("Models:Path", models.Folder));
        await using PageBrowser page = await PageBrowser.OpenAsync(factory.Client.BaseAddress!, "?model=assumed&sample=photo-7");

        await page.Page.Locator("#seen-advice summary").ClickAsync();

        await Assertions.Expect(page.Page.Locator("#seen-advice-says")).ToContainTextAsync("fovea.json");
        await page.Page.Locator("#model").SelectOptionAsync("digits");
        await Assertions.Expect(page.Page.Locator("#seen")).ToBeVisibleAsync();
        await Assertions.Expect(page.Page.Locator("#seen-advice")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task A_wrong_key_is_said_to_be_wrong()
    {
        using TestModels models = new();
        await using ApiFactory factory = await ApiFactory.StartReadyAsync(
            null, ("Models:Path", models.Folder), ("Security:ApiKey", "a-key-of-thirty-two-characters-ok"));
        await using BrowserSession session = await BrowserSession.StartAsync(1280);
        IPage page = session.Page;
        await page.GotoAsync(factory.Client.BaseAddress!.ToString());
        await Assertions.Expect(page.Locator("#notices")).ToContainTextAsync("wants a key");

        await page.Locator("#key").FillAsync("wrong");
        await page.Locator("#key").PressAsync("Enter");
        await Assertions.Expect(page.Locator("#notices")).ToContainTextAsync("does not know this key");
        await page.Locator("#key-form button").HoverAsync();
        Assert.NotEqual(
            await page.EvaluateAsync<string>("getComputedStyle(document.getElementById('choose').parentElement).backgroundColor"),
            await page.EvaluateAsync<string>("getComputedStyle(document.querySelector('#key-form button')).backgroundColor"));
        await page.Locator("#key").FillAsync("a-key-of-thirty-two-characters-ok");
        await page.Locator("#key").PressAsync("Enter");

        await Assertions.Expect(page.Locator("#about")).ToContainTextAsync("layers");
        await Assertions.Expect(page.Locator("#notices")).ToBeEmptyAsync();
        await Assertions.Expect(page.Locator("#key-form")).ToBeHiddenAsync();
    }
}
