using Microsoft.Playwright;

namespace Fovea.Api.Tests.Support;

/// <summary>A page in a real browser, as somebody who clicks sees it. Skips the calling test where there is no browser.</summary>
internal sealed class BrowserSession : IAsyncDisposable
{
    private const string Chromium = "/usr/bin/chromium";

    /// <summary>A page takes long where many tests share the machine: the answer of /metrics alone is thousands of lines.</summary>
    private const int Patience = 120_000;

    private static readonly string[] Arguments =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private BrowserSession(IPlaywright playwright, IBrowser browser, IPage page)
    {
        (_playwright, _browser) = (playwright, browser);
        Page = page;
        Page.SetDefaultTimeout(Patience);
        Page.Console += (_, message) =>
        {
            if (message.Type == "error")
                Complaints.Add(message.Text);
        };
        Page.PageError += (_, error) => Complaints.Add(error);
    }

    public IPage Page { get; }

    /// <summary>Errors on the browser's console.</summary>
    public List<string> Complaints { get; } = [];

    public static async Task<BrowserSession> StartAsync(int width, int height = 900, bool dark = false)
    {
        Assert.SkipUnless(File.Exists(Chromium), $"No browser at {Chromium}.");
        Assertions.SetDefaultExpectTimeout(Patience);
        IPlaywright playwright = await Playwright.CreateAsync();
        IBrowser browser = await playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions { ExecutablePath = Chromium, Args = Arguments });
        IPage page = await browser.NewPageAsync(new BrowserNewPageOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            ReducedMotion = ReducedMotion.Reduce,
        });
        return new BrowserSession(playwright, browser, page);
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
