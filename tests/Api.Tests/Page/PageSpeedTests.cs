using System.Diagnostics;
using Fovea.Api.Tests.Support;
using Microsoft.Playwright;

namespace Fovea.Api.Tests.Page;

/// <summary>
/// How long the page takes, measured in the browser and printed. Run alone, on an idle machine, with <c>--explicit only
/// --show-live-output on</c>.
/// </summary>
public sealed class PageSpeedTests
{
    /// <summary>Notes every task of the page that takes more than 50 ms, which is from where on browsers tell.</summary>
    private const string Observe =
        "window.longTasks = []; new PerformanceObserver(list => window.longTasks.push(...list.getEntries()))" +
        ".observe({ type: 'longtask', buffered: true });";

    /// <summary>The milliseconds of those that begin after the graph has arrived for the first time.</summary>
    private const string Tasks =
        "(() => { const [graph] = performance.getEntriesByType('resource').filter(one => one.name.includes('/graph'));" +
        "return window.longTasks.filter(task => task.startTime > graph.responseEnd).map(task => task.duration); })()";

    private static readonly string Photo = SwaggerBrowser.Sample("photo-7.jpg");

    [Theory(Explicit = true)]
    [InlineData("resnet50")]
    [InlineData("densenet121")]
    public async Task Large_graphs_stay_responsive(string name)
    {
        using TestModels models = await FolderAsync(name, Repository.TestData($"topologies/{name}.onnx"));
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(("Models:Path", models.Folder));
        await using BrowserSession session = await BrowserSession.StartAsync(1280);
        await session.Page.AddInitScriptAsync(Observe);
        await session.Page.GotoAsync(new Uri(factory.Client.BaseAddress!, $"?model={name}&sample=photo-7").ToString());
        await Assertions.Expect(session.Page.Locator("#graph .node image[href^=data]").First).ToBeAttachedAsync();
        int closed = await session.Page.Locator("#graph .node").CountAsync();

        await session.Page.Locator("#open-all").ClickAsync();
        await Assertions.Expect(session.Page.Locator("#graph .node").Nth(100)).ToBeAttachedAsync();
        await Assertions.Expect(session.Page.Locator("#graph .node image[href^=data]").Nth(100)).ToBeAttachedAsync();
        int open = await session.Page.Locator("#graph .node").CountAsync();
        await session.Page.Locator("#zoom-all").ClickAsync();
        // What the last click leads to is drawn then.
        await session.Page.EvaluateAsync("new Promise(done => requestAnimationFrame(() => setTimeout(done, 300)))");
        double[] tasks = await session.Page.EvaluateAsync<double[]>(Tasks);

        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{name}: {closed} nodes, {open} when all is open; longest task {(tasks.Length == 0 ? "under 50" : $"{tasks.Max():0}")} ms");
        Assert.True(open > closed);
    }

    [Fact(Explicit = true)]
    public async Task Maps_of_a_layer_are_there_soon_after_a_photo()
    {
        using TestModels models = await FolderAsync("mobilenet_v2", Repository.TestData("models/mobilenet_v2.onnx"));
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(("Models:Path", models.Folder));
        await using PageBrowser page = await PageBrowser.OpenAsync(factory.Client.BaseAddress!, "?model=mobilenet_v2");
        string layer = await page.Page.Locator("#layer-names option").Nth(6).GetAttributeAsync("value") ?? "";
        await page.Page.Locator("#search").FillAsync(layer);
        await page.Page.Locator("#search").PressAsync("Enter");

        foreach (string which in new[] { "first", "second" })
        {
            string? before = await page.Page.Locator("#shown").GetAttributeAsync("src");
            long start = Stopwatch.GetTimestamp();
            await page.DropAsync(Photo, "image/jpeg");
            await page.Page.WaitForFunctionAsync(
                "before => document.querySelector('#channels .tile') && document.getElementById('shown').src !== before",
                before);
            TestContext.Current.TestOutputHelper!.WriteLine(
                $"mobilenet_v2, {which} photo: maps of {layer} after {Stopwatch.GetElapsedTime(start).TotalMilliseconds:0} ms");
        }
    }

    private static async Task<TestModels> FolderAsync(string name, string path) =>
        new TestModels().Add(name, await File.ReadAllBytesAsync(path), settings: null);
}
