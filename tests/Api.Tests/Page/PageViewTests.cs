using Fovea.Api.Tests.Support;
using Microsoft.Playwright;

namespace Fovea.Api.Tests.Page;

/// <summary>The page in a real browser: what is asked for is seen, and large enough to be read.</summary>
[Collection(nameof(ServedPage))]
public sealed class PageViewTests(ServedModels served)
{
    private const int Side = 14;

    private Uri Service => served.Client.BaseAddress!;

    [Theory]
    [InlineData(1280, 800)]
    [InlineData(390, 844)]
    public async Task A_value_that_is_pointed_at_is_seen(int width, int height)
    {
        await using PageBrowser page = await PageBrowser.OpenAsync(
            Service, "?model=digits&sample=digit-7&layer=conv2", width, height);
        await Assertions.Expect(page.Page.Locator("#channels .tile").First).ToBeVisibleAsync();

        await page.PointAtAsync(5, 5, Side, Side);

        await Assertions.Expect(page.Page.Locator("#value-number")).ToBeInViewportAsync();
        await Assertions.Expect(page.Page.Locator("#value-sum")).ToBeInViewportAsync();
        Assert.Equal(
            ["value", "channels", "weights", "layer-sharing"],
            await page.Page.EvaluateAsync<string[]>(
                """
                () => ['layer-sharing', 'weights', 'channels', 'value'].map(id => document.getElementById(id))
                  .sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top).map(element => element.id)
                """));
        Assert.Equal(width, await page.WidthAsync());
    }

    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task The_network_begins_so_that_it_can_be_read(int width)
    {
        await using PageBrowser page = await PageBrowser.OpenAsync(Service, "?model=digits&sample=digit-7", width);
        ILocator first = page.Page.Locator("#graph .node").First;
        await Assertions.Expect(first.Locator("image")).ToHaveAttributeAsync("href", new System.Text.RegularExpressions.Regex("^blob:"));

        double[] found = await page.Page.EvaluateAsync<double[]>(
            """
            () => {
              const graph = document.getElementById('graph');
              const room = graph.getBoundingClientRect();
              const node = graph.querySelector('.node .body').getBoundingClientRect();
              const scale = graph.querySelector('#graph-content').getCTM().a;
              const picture = graph.querySelector('.node image').getBoundingClientRect();
              return [12 * scale, (node.left + node.right - room.left - room.right) / 2, picture.height];
            }
            """);

        Assert.True(found[0] >= 10, $"Names are {found[0]} pixels high.");
        Assert.InRange(found[1], -2, 2);
        Assert.True(found[2] > 20, $"The picture is {found[2]} pixels high.");
        await page.Page.Locator("#zoom-all").ClickAsync();
        await Assertions.Expect(page.Page.Locator("#graph .node").Last).ToBeInViewportAsync();
    }

    [Theory]
    [InlineData("0.0003", "0.000300")]
    [InlineData("0.0000224", "2.24e\u22125")]
    [InlineData("0.0123", "0.0123")]
    [InlineData("-1.5", "\u22121.500")]
    [InlineData("2e5", "2.00e5")]
    public async Task Small_numbers_keep_three_digits(string number, string text)
    {
        await using PageBrowser page = await PageBrowser.OpenAsync(Service, "?model=digits");

        Assert.Equal(text, await page.Page.EvaluateAsync<string>($"async () => (await import('/page/numbers.js')).short({number})"));
    }

    [Fact]
    public async Task Numbers_of_the_server_are_written_as_those_of_the_page()
    {
        await using PageBrowser page = await PageBrowser.OpenAsync(Service, "?model=digits");

        Assert.Equal("epsilon 1e\u22125, shift \u22120.5, 3 x 3", await page.Page.EvaluateAsync<string>(
            "async () => (await import('/page/numbers.js')).inText('epsilon 1E-05, shift -0.5, 3 x 3')"));
    }

    [Fact]
    public async Task Global_pooling_sees_all_of_the_picture()
    {
        await using PageBrowser page = await PageBrowser.OpenAsync(
            Service, "?model=digits&sample=digit-7&layer=avgpool&cell=3,0,0");

        await Assertions.Expect(page.Page.Locator("#layer-facts")).ToContainTextAsync("all of the picture");
        await Assertions.Expect(page.Page.Locator("#value-sees")).ToContainTextAsync("all of the network's input");
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task The_factors_of_a_normalisation_are_bars()
    {
        await using PageBrowser page = await PageBrowser.OpenAsync(Service, "?model=digits&sample=digit-7&layer=bn1");

        await Assertions.Expect(page.Page.Locator("#filters-title")).ToHaveTextAsync("Scale of each channel");
        await Assertions.Expect(page.Page.Locator("#filters .scales rect")).ToHaveCountAsync(16);
        Assert.Empty(page.Complaints);
    }
}
