using Fovea.Api.Tests.Support;
using Microsoft.Playwright;

namespace Fovea.Api.Tests.OpenApi;

/// <summary>Swagger UI in a real browser: calls can be tried, files uploaded, pictures seen.</summary>
[Collection(nameof(ServedModels))]
public sealed class SwaggerTests(ServedModels served)
{
    private const string Chromium = "/usr/bin/chromium";

    private static readonly string[] Arguments =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    [Fact]
    public async Task A_digit_is_predicted_and_looked_into()
    {
        Assert.SkipUnless(File.Exists(Chromium), $"No browser at {Chromium}.");
        using IPlaywright playwright = await Playwright.CreateAsync();
        await using IBrowser browser = await playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions { ExecutablePath = Chromium, Args = Arguments });
        IPage page = await browser.NewPageAsync();
        var complaints = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                complaints.Add(message.Text);
        };
        await page.GotoAsync(new Uri(served.Client.BaseAddress!, "/swagger").ToString());

        ILocator predict = await OpenAsync(page, "predict-predict");
        await predict.Locator("tr[data-param-name=model] input").FillAsync("digits");
        await predict.Locator("input[type=file]").SetInputFilesAsync(Sample("digit-7.png"));
        await predict.Locator("button.execute").ClickAsync();
        await Assertions.Expect(predict.Locator(".live-responses-table tr.response .response-col_status")).ToContainTextAsync("200");
        await Assertions.Expect(predict.Locator(".live-responses-table tr.response .highlight-code").First)
            .ToContainTextAsync("\"label\": \"7\"");

        ILocator map = await OpenAsync(page, "featuremaps-computeFeatureMap");
        await map.Locator("tr[data-param-name=layer] input").FillAsync("block/conv");
        await map.Locator("tr[data-param-name=model] input").FillAsync("colours");
        await map.Locator("tr[data-param-name=format] select").SelectOptionAsync("png");
        await map.Locator("input[type=file]").SetInputFilesAsync(Sample("digit-7.png"));
        await map.Locator("button.execute").ClickAsync();
        ILocator picture = map.Locator(".live-responses-table img");
        await Assertions.Expect(picture).ToBeVisibleAsync();
        Assert.True(await picture.EvaluateAsync<int>("image => image.decode().then(() => image.naturalWidth)") > 0);
        Assert.Empty(complaints);
    }

    private static async Task<ILocator> OpenAsync(IPage page, string operation)
    {
        ILocator block = page.Locator($"#operations-{operation}");
        await block.Locator(".opblock-summary-control").ClickAsync();
        return block;
    }

    private static string Sample(string name) => Path.Combine(Repository.Root, "docs", "samples", name);
}
