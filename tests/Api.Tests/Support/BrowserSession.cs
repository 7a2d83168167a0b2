using Microsoft.Playwright;

namespace Fovea.Api.Tests.Support;

/// <summary>A page in a real browser, as somebody who clicks sees it. Skips the calling test where there is no browser.</summary>
internal sealed class BrowserSession : IAsyncDisposable
{
    /// <summary>A page takes long where many tests share the machine: the answer of /metrics alone is thousands of lines.</summary>
    private const int Patience = 120_000;

    private readonly IBrowserContext _context;

    private BrowserSession(IBrowserContext context, IPage page)
    {
        _context = context;
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
        IBrowser browser = await SharedBrowser.GetAsync();
        Assertions.SetDefaultExpectTimeout(Patience);
        IBrowserContext context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            ReducedMotion = ReducedMotion.Reduce,
        });
        return new BrowserSession(context, await context.NewPageAsync());
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
