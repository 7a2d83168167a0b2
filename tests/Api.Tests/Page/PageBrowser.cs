using System.Text.RegularExpressions;
using Fovea.Api.Tests.Support;
using Microsoft.Playwright;

namespace Fovea.Api.Tests.Page;

/// <summary>The page at <c>/</c> in a real browser, and what a person does there.</summary>
internal sealed class PageBrowser : IAsyncDisposable
{
    private readonly BrowserSession _session;

    private PageBrowser(BrowserSession session) => _session = session;

    public IPage Page => _session.Page;

    /// <summary>Errors on the browser's console.</summary>
    public List<string> Complaints => _session.Complaints;

    /// <summary>What the model says, in words.</summary>
    public ILocator Verdict => Page.Locator("#answer-says");

    /// <summary>What went wrong, in a sentence.</summary>
    public ILocator Notice => Page.Locator("#notices");

    /// <summary>The open channel, large.</summary>
    public ILocator Channel => Page.Locator("#channel-stage");

    /// <summary>The frame on the user's picture.</summary>
    public ILocator Frame => Page.Locator("#frames .frame");

    public static async Task<PageBrowser> OpenAsync(
        Uri service, string address = "", int width = 1280, int height = 900, bool dark = false)
    {
        BrowserSession session = await BrowserSession.StartAsync(width, height, dark);
        await session.Page.GotoAsync(new Uri(service, address).ToString());
        await Assertions.Expect(session.Page.Locator("#about")).ToContainTextAsync("layer");
        return new PageBrowser(session);
    }

    public ValueTask DisposeAsync() => _session.DisposeAsync();

    /// <summary>Drops a file on the page.</summary>
    public async Task DropAsync(string path, string mediaType)
    {
        IJSHandle transfer = await Page.EvaluateHandleAsync(
            """
            ([name, type, base64]) => {
              const transfer = new DataTransfer();
              transfer.items.add(new File([Uint8Array.from(atob(base64), c => c.charCodeAt(0))], name, { type }));
              return transfer;
            }
            """,
            new[] { Path.GetFileName(path), mediaType, Convert.ToBase64String(await File.ReadAllBytesAsync(path)) });
        await Page.DispatchEventAsync("body", "drop", new { dataTransfer = transfer });
    }

    /// <summary>Opens a layer by its name, and waits until its channels are there.</summary>
    public async Task OpenLayerAsync(string name)
    {
        await Page.Locator("#search").FillAsync(name);
        await Page.Locator("#search").PressAsync("Enter");
        await Assertions.Expect(Page.Locator("#layer-name")).ToHaveTextAsync(name);
        await Assertions.Expect(Page.Locator("#channels .tile").First).ToBeVisibleAsync();
    }

    /// <summary>Asks for a layer by its name, whether or not its channels come.</summary>
    public async Task AskForLayerAsync(string name)
    {
        await Page.Locator("#search").FillAsync(name);
        await Page.Locator("#search").PressAsync("Enter");
    }

    /// <summary>Lets every answer to such a request come late.</summary>
    public Task DelayAsync(string pattern, int milliseconds) => Page.RouteAsync(pattern, async route =>
    {
        await Task.Delay(milliseconds);
        try
        {
            await route.ContinueAsync();
        }
        catch (PlaywrightException)
        {
            // The page has ended the request, or the browser is closed.
        }
    });

    /// <summary>Answers every such request with an error.</summary>
    public Task RefuseAsync(string pattern, int status, string detail) => Page.RouteAsync(pattern, route => route.FulfillAsync(
        new RouteFulfillOptions
        {
            Status = status,
            ContentType = "application/problem+json",
            Body = $$"""{ "status": {{status}}, "code": "planted", "detail": "{{detail}}" }""",
        }));

    /// <summary>Points at a cell of the open channel, and presses.</summary>
    public async Task PointAtAsync(int row, int column, int rows, int columns)
    {
        LocatorBoundingBoxResult box = (await Page.Locator("#channel-map").BoundingBoxAsync())!;
        await Channel.ClickAsync(new LocatorClickOptions
        {
            Position = new Position
            {
                X = (float)((column + 0.5) * box.Width / columns),
                Y = (float)((row + 0.5) * box.Height / rows),
            },
        });
    }

    /// <summary>The box of the frame on the picture, in pixels of the picture.</summary>
    public async Task<double[]> FrameBoxAsync() => await Frame.EvaluateAsync<double[]>(
        "frame => ['x', 'y', 'width', 'height'].map(name => Number(frame.getAttribute(name)))");

    /// <summary>A number of the page, whose minus sign is a real one.</summary>
    public static double Number(string text) =>
        double.Parse(text.Replace('\u2212', '-'), System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A line of the sum by its name.</summary>
    public async Task<double> LineAsync(string name) => Number(await Page.Locator("#value-sum .line")
        .Filter(new LocatorFilterOptions { Has = Page.Locator("dt", new PageLocatorOptions { HasTextRegex = Name(name) }) })
        .Locator("dd").First.InnerTextAsync());

    /// <summary>Whether the document is as wide as the screen.</summary>
    public async Task<int> WidthAsync() => await Page.EvaluateAsync<int>("document.documentElement.scrollWidth");

    private static Regex Name(string name) => new($"^{Regex.Escape(name)}", RegexOptions.None, TimeSpan.FromSeconds(1));
}
