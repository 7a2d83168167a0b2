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

    /// <summary>
    /// What the browser would load for each new context, in processes beside the page's: the pages of its own address bar and tab search,
    /// and a spare renderer. They take two thirds of the processor time of a small page.
    /// </summary>
    private static readonly string[] Unseen =
    [
        "WebUIOmniboxPopup", "WebUIOmniboxFullPopup", "WebUIOmniboxAimPopup", "PreloadTopChromeWebUI", "SpareRendererForSitePerProcess",
        "MultipleSpareRPHs",
    ];

    /// <summary>What Playwright disables, which a list of one's own replaces (chromiumSwitches.ts of Playwright 1.64).</summary>
    private static readonly string[] OfPlaywright =
    [
        "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "DialMediaRouteProvider", "GlobalMediaControls",
        "HttpsUpgrades", "LensOverlay", "MediaRouter", "PaintHolding", "ThirdPartyStoragePartitioning",
        "BlockOriginHeaderModificationOnRedirect", "AvoidCorsURLLoaderRestartOnRedirect", "Translate", "AutoDeElevate", "OptimizationHints",
        "NetworkTimeServiceQuerying", "AimEnabled",
    ];

    private static readonly string[] Arguments =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", $"--disable-features={string.Join(',', [.. OfPlaywright, .. Unseen])}",
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
