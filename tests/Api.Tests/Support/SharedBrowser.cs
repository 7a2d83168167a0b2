using Fovea.Api.Tests.Support;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(SharedBrowser))]

namespace Fovea.Api.Tests.Support;

/// <summary>
/// One browser for all tests, since it takes seconds to start; each test has a context of its own, without cookies or cache of others.
/// </summary>
public sealed class SharedBrowser : IAsyncDisposable
{
    private const string Chromium = "/usr/bin/chromium";

    private static readonly string[] Arguments =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    private static readonly SemaphoreSlim Gate = new(1, 1);

    private static IPlaywright? _playwright;

    private static IBrowser? _browser;

    /// <summary>The browser; skips the calling test where there is none. One that has crashed is started anew.</summary>
    internal static async Task<IBrowser> GetAsync()
    {
        Assert.SkipUnless(File.Exists(Chromium), $"No browser at {Chromium}.");
        await Gate.WaitAsync();
        try
        {
            if (_browser is { IsConnected: true } running)
                return running;
            _playwright ??= await Playwright.CreateAsync();
            return _browser = await _playwright.Chromium.LaunchAsync(
                new BrowserTypeLaunchOptions { ExecutablePath = Chromium, Args = Arguments });
        }
        finally
        {
            Gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}
