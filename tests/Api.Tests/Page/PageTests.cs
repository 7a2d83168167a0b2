using Fovea.Api.Tests.Support;
using Fovea.Tests.Support;
using Microsoft.Playwright;

namespace Fovea.Api.Tests.Page;

/// <summary>The page in a real browser: what a person does with it.</summary>
[Collection(nameof(ServedPage))]
public sealed class PageTests(ServedModels served)
{
    private const int Ones = 28;

    private static readonly string Seven = SwaggerBrowser.Sample("digit-7.png");

    private Uri Service => served.Client.BaseAddress!;

    [Fact]
    public async Task A_dropped_photo_is_answered_and_one_value_of_a_layer_explained()
    {
        await using PageBrowser page = await PageBrowser.OpenAsync(Service, "?model=digits");
        await page.DropAsync(SwaggerBrowser.Sample("photo-7.jpg"), "image/jpeg");
        await Assertions.Expect(page.Verdict).ToContainTextAsync("7,");
        Assert.Equal("7", await page.Page.Locator("#answer-bars .best .label").InnerTextAsync());

        await page.OpenLayerAsync("conv1");
        await page.PointAtAsync(10, 12, Ones, Ones);
        await Assertions.Expect(page.Page.Locator("#value-name")).ToContainTextAsync("row 10, column 12");

        await AddsUpAsync(page);
        double[] frame = await page.FrameBoxAsync();
        double perPixel = await page.Page.Locator("#shown").EvaluateAsync<double>("image => image.naturalWidth / 28");
        Assert.Equal(11 * perPixel, frame[0], 3.0);
        Assert.Equal(3 * perPixel, frame[2], 3.0);
        Assert.Contains("cell=0,10,12", page.Page.Url, StringComparison.Ordinal);
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task A_drawn_seven_is_read()
    {
        await using PageBrowser page = await PageBrowser.OpenAsync(Service, "?model=digits");
        await page.Page.GetByText("Draw", new PageGetByTextOptions { Exact = true }).ClickAsync();
        LocatorBoundingBoxResult box = (await page.Page.Locator("#sketch").BoundingBoxAsync())!;
        IMouse mouse = page.Page.Mouse;
        async Task Move(double x, double y) => await mouse.MoveAsync(
            (float)(box.X + x * box.Width), (float)(box.Y + y * box.Height), new MouseMoveOptions { Steps = 8 });

        await Move(0.28, 0.22);
        await mouse.DownAsync();
        await Move(0.72, 0.22);
        await Assertions.Expect(page.Page.Locator("#answer")).ToBeVisibleAsync();
        Assert.DoesNotContain("image=", page.Page.Url, StringComparison.Ordinal);
        await Move(0.46, 0.82);
        await mouse.UpAsync();

        await Assertions.Expect(page.Verdict).ToContainTextAsync("7,");
        await page.Page.WaitForURLAsync(url => url.Contains("image=", StringComparison.Ordinal));
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task What_is_no_picture_is_said_in_a_sentence()
    {
        await using PageBrowser page = await PageBrowser.OpenAsync(Service, "?model=digits");
        string text = Path.GetTempFileName();
        await File.WriteAllTextAsync(text, "This is no picture.");

        await page.DropAsync(text, "text/plain");
        await Assertions.Expect(page.Notice).ToContainTextAsync("JPEG, PNG");
        await Assertions.Expect(page.Page.Locator("#answer")).ToBeHiddenAsync();
        await page.Page.Locator("#notices button").ClickAsync();

        await Assertions.Expect(page.Notice).ToBeEmptyAsync();
        File.Delete(text);
    }

    [Fact]
    public async Task A_sent_link_shows_the_same()
    {
        await using PageBrowser page = await PageBrowser.OpenAsync(
            Service, "?model=digits&version=1&sample=digit-3&layer=relu2&channel=5&cell=5,6,7");

        await Assertions.Expect(page.Verdict).ToContainTextAsync("3,");
        await Assertions.Expect(page.Page.Locator("#channel-name")).ToHaveTextAsync("Channel 5");
        await Assertions.Expect(page.Page.Locator("#value-name")).ToHaveTextAsync("relu2, channel 5, row 6, column 7");
        await Assertions.Expect(page.Frame).ToBeAttachedAsync();
        Assert.Empty(page.Complaints);
    }

    [Theory]
    [InlineData("-1", "Channel 0")]
    [InlineData("1.5", "Channel 1")]
    [InlineData("99999", "Channel 15")]
    public async Task A_channel_that_is_not_there_is_the_nearest(string channel, string name)
    {
        await using PageBrowser page = await PageBrowser.OpenAsync(Service, $"?model=digits&sample=digit-3&layer=conv1&channel={channel}");

        await Assertions.Expect(page.Page.Locator("#channel-name")).ToHaveTextAsync(name);
        Assert.Empty(page.Complaints);
    }

    [Theory]
    [InlineData("16777217", "16777217")]
    [InlineData("2147483648", "2147483648")]
    [InlineData("0.1", "0.1")]
    [InlineData("Math.fround(0.1)", "0.1")]
    [InlineData("0.1 + 0.2", "0.30000000000000004")]
    [InlineData("0.00002", "2e\u22125")]
    [InlineData("-1.5", "\u22121.5")]
    public async Task Numbers_are_written_exactly(string number, string text)
    {
        await using PageBrowser page = await PageBrowser.OpenAsync(Service, "?model=digits");

        Assert.Equal(text, await page.Page.EvaluateAsync<string>(
            $"async () => (await import('/page/numbers.js')).exact({number})"));
    }

    [Fact]
    public async Task A_link_to_a_kept_picture_shows_it_and_one_to_a_lost_picture_says_so()
    {
        string image = (await served.Client.Post("/predict?model=digits", HttpCalls.Image(await File.ReadAllBytesAsync(Seven))).Json())
            ["results"]![0]!.Text("id");
        await using PageBrowser kept = await PageBrowser.OpenAsync(Service, $"?model=digits&image={image}");
        await Assertions.Expect(kept.Verdict).ToContainTextAsync("7,");
        Assert.Empty(kept.Complaints);

        await using PageBrowser lost = await PageBrowser.OpenAsync(Service, $"?model=digits&layer=relu1&image={new string('0', 32)}");
        await Assertions.Expect(lost.Notice).ToContainTextAsync("no longer kept");
        await lost.Page.Locator("#samples").GetByLabel("Digit 4").ClickAsync();

        await Assertions.Expect(lost.Verdict).ToContainTextAsync("4,");
        await Assertions.Expect(lost.Page.Locator("#channels .tile")).ToHaveCountAsync(16);
    }

    [Fact]
    public async Task Going_back_shows_what_was_there()
    {
        await using PageBrowser page = await PageBrowser.OpenAsync(Service, "?model=digits&sample=digit-7&layer=conv1");
        await Assertions.Expect(page.Page.Locator("#channels .tile")).ToHaveCountAsync(16);

        await page.OpenLayerAsync("conv2");
        await page.Page.GoBackAsync();

        await Assertions.Expect(page.Page.Locator("#layer-name")).ToHaveTextAsync("conv1");
    }

    [Fact]
    public async Task The_keyboard_is_enough()
    {
        await using PageBrowser page = await PageBrowser.OpenAsync(Service, "?model=digits");
        IKeyboard keyboard = page.Page.Keyboard;
        await page.Page.Locator("#samples").GetByLabel("Digit 7").FocusAsync();
        await keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Verdict).ToContainTextAsync("7,");

        await page.Page.Locator("#graph .node[tabindex='0']").FocusAsync();
        await keyboard.PressAsync("ArrowDown");
        await keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Page.Locator("#channels .tile").First).ToBeVisibleAsync();
        await page.Channel.FocusAsync();
        await keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Frame).ToBeAttachedAsync();
        await Assertions.Expect(page.Page.Locator("#value")).ToBeVisibleAsync();
        double before = (await page.FrameBoxAsync())[0];
        string cell = await page.Page.Locator("#value-name").InnerTextAsync();
        await keyboard.PressAsync("ArrowRight");

        await Assertions.Expect(page.Page.Locator("#value-name")).Not.ToHaveTextAsync(cell);
        Assert.True((await page.FrameBoxAsync())[0] > before);
        Assert.Empty(page.Complaints);
    }

    [Theory]
    [InlineData(0, 54)]
    [InlineData(1, 3)]
    public async Task A_wheel_goes_along_the_graph_whether_it_counts_pixels_or_lines(int mode, int delta)
    {
        await using PageBrowser page = await PageBrowser.OpenAsync(Service, "?model=digits");
        await Assertions.Expect(page.Page.Locator("#graph .node").Nth(20)).ToBeAttachedAsync();
        const string Top = "Number(/ ([-\\d.]+)\\)/.exec(document.getElementById('graph-content').getAttribute('transform'))[1])";
        double before = await page.Page.EvaluateAsync<double>(Top);

        await page.Page.Locator("#graph").DispatchEventAsync("wheel", new { deltaY = delta, deltaMode = mode });

        Assert.Equal(before - 54, await page.Page.EvaluateAsync<double>(Top), 1e-6);
    }

    [Fact]
    public async Task Blocks_are_opened_and_closed_by_keys()
    {
        var file = new OnnxFile().Input("image", -1, 3, 4, 4);
        string[] names = ["image", .. Enumerable.Range(0, 15).SelectMany(i => new[] { $"part{i / 5}/{i}/relu", $"part{i / 5}/{i}/tanh" })];
        for (int i = 1; i < names.Length; i++)
            file.Node(i % 2 == 1 ? "Relu" : "Tanh", [names[i - 1]], names[i], $"/{names[i]}");
        using TestModels models = new TestModels().Add("parts", file.Output(names[^1], -1, 3, 4, 4).Build());
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(("Models:Path", models.Folder));
        await using PageBrowser page = await PageBrowser.OpenAsync(factory.Client.BaseAddress!, "?model=parts&sample=digit-7");
        IKeyboard keyboard = page.Page.Keyboard;
        ILocator block = page.Page.Locator("#graph .node.block:focus"), closer = page.Page.Locator("#graph .closer:focus");
        await page.Page.Locator("#graph [tabindex='0']").FocusAsync();
        await keyboard.PressAsync("ArrowDown");
        await Assertions.Expect(block).ToBeAttachedAsync();

        await keyboard.PressAsync("Enter");
        await Assertions.Expect(closer).ToBeAttachedAsync();
        await keyboard.PressAsync("Enter");
        await Assertions.Expect(block).ToBeAttachedAsync();
        while (await page.Page.Locator("#graph .node.layer:focus").CountAsync() == 0)
        {
            await keyboard.PressAsync("Enter");
            await Assertions.Expect(closer).ToBeAttachedAsync();
            await keyboard.PressAsync("ArrowDown");
        }

        await keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Page.Locator("#layer-name")).ToHaveTextAsync(names[1]);
        Assert.Empty(page.Complaints);
    }

    [Theory]
    [InlineData(1280, 900)]
    [InlineData(390, 844)]
    public async Task The_page_is_no_wider_than_the_screen(int width, int height)
    {
        foreach (string address in new[] { "?model=digits", "?model=digits&sample=digit-7&open=*&layer=conv2&channel=1&cell=1,0,0" })
        {
            await using PageBrowser page = await PageBrowser.OpenAsync(Service, address, width, height);
            if (address.Contains("cell", StringComparison.Ordinal))
                await Assertions.Expect(page.Page.Locator("#value")).ToBeVisibleAsync();

            Assert.Equal(width, await page.WidthAsync());
            Assert.Empty(page.Complaints);
        }
    }

    [Fact]
    public async Task It_works_below_a_path_and_is_dark_where_that_is_wanted()
    {
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(("Models:Path", ""), ("Proxy:PathBase", "/look"));
        await using PageBrowser page = await PageBrowser.OpenAsync(
            factory.Client.BaseAddress!, "/look?model=digits&sample=digit-7", dark: true);

        await Assertions.Expect(page.Verdict).ToContainTextAsync("7,");
        await page.OpenLayerAsync("relu1");
        int brightness = await page.Page.EvaluateAsync<int>(
            "Number(/\\d+/.exec(getComputedStyle(document.body).backgroundColor)[0])");
        Assert.InRange(brightness, 0, 60);
        Assert.Contains("/look?", page.Page.Url, StringComparison.Ordinal);
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task A_key_is_asked_for_and_used()
    {
        await using ApiFactory factory = await ApiFactory.StartReadyAsync(
            null, ("Models:Path", ""), ("Security:ApiKey", "a-key-of-the-data-plane"));
        await using BrowserSession session = await BrowserSession.StartAsync(1280);
        await session.Page.GotoAsync(new Uri(factory.Client.BaseAddress!, "?model=digits&sample=digit-7").ToString());

        await session.Page.GetByLabel("This server wants an API key").FillAsync("a-key-of-the-data-plane");
        await session.Page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(session.Page.Locator("#answer-says")).ToContainTextAsync("7,");
    }

    [Fact]
    public async Task Who_asks_too_often_reads_how_long_to_wait()
    {
        await using ApiFactory factory = await ApiFactory.StartReadyAsync(
            null, ("Models:Path", ""), ("RateLimit:RequestsPerSecond", "0.02"), ("RateLimit:Burst", "1"));
        await using BrowserSession session = await BrowserSession.StartAsync(1280);

        await session.Page.GotoAsync(factory.Client.BaseAddress!.ToString());

        await Assertions.Expect(session.Page.Locator("#notices")).ToContainTextAsync("Try again in");
        await Assertions.Expect(session.Page.Locator("#notices")).ToContainTextAsync("seconds");
    }

    /// <summary>The products of the channels and the bias are the value.</summary>
    private static async Task AddsUpAsync(PageBrowser page)
    {
        double value = PageBrowser.Number(await page.Page.Locator("#value-number").InnerTextAsync());
        string[] sums = [.. await page.Page.Locator("#value-sum .term .sum").AllInnerTextsAsync()];
        double bias = await page.Page.Locator("#value-sum .line").Filter(new LocatorFilterOptions { HasText = "+ bias" }).CountAsync() > 0
            ? await page.LineAsync("+ bias")
            : 0;
        double terms = sums.Sum(sum => PageBrowser.Number(sum.Split(' ')[^1]));
        Assert.NotEmpty(sums);
        Assert.Equal(value, await page.LineAsync("= sum"), 1e-6);
        Assert.Equal(value, terms + bias, 1e-5);
    }
}
