using System.IO.Compression;
using System.Runtime.InteropServices;
using Fovea.Api.Tests.Support;
using Microsoft.Playwright;

namespace Fovea.Api.Tests.Page;

/// <summary>The page in a real browser: two pictures, two versions, and a dump of another program beside each other.</summary>
[Collection(nameof(ServedPage))]
public sealed class PageCompareTests(ServedModels served)
{
    private static readonly string[] Dumped = ["conv1", "relu1", "conv2", "relu2", "conv3", "relu3", "logits"];

    private static readonly string Seven = SwaggerBrowser.Sample("digit-7.png");

    private Uri Service => served.Client.BaseAddress!;

    [Fact]
    public async Task Two_pictures_differ_from_the_first_layer_on()
    {
        await using PageBrowser page = await PageBrowser.OpenAsync(Service, "?model=digits&sample=digit-7");
        await Assertions.Expect(page.Verdict).ToContainTextAsync("7,");
        await page.OpenLayerAsync("relu3");

        await page.Page.GetByLabel("with", new PageGetByLabelOptions { Exact = true }).SelectOptionAsync("picture");
        await page.Page.Locator("#other-samples").GetByLabel("Digit 3").ClickAsync();

        await Assertions.Expect(page.Page.Locator("#compare-verdict")).ToContainTextAsync("is conv1");
        await Assertions.Expect(page.Page.Locator("#difference-name")).ToHaveTextAsync("relu3");
        await Assertions.Expect(page.Page.Locator("#difference .tile").First).ToBeVisibleAsync();
        Assert.Contains("otherSample=digit-3", page.Page.Url, StringComparison.Ordinal);
        await Assertions.Expect(page.Page.Locator("#compare-answers .best .label")).ToHaveTextAsync(["7", "3"]);
        Assert.Empty(page.Complaints);
    }

    [Theory]
    [InlineData("&compare=picture&otherSample=digit-3", "is conv1")]
    [InlineData("&compare=model&other=digits&otherVersion=1", "no layer differs")]
    public async Task Pictures_that_are_not_kept_any_longer_are_sent_again(string comparison, string verdict)
    {
        await using PageBrowser page = await PageBrowser.OpenAsync(Service, "?model=digits&sample=digit-7");
        await Assertions.Expect(page.Verdict).ToContainTextAsync("7,");
        await page.Page.RouteAsync("**/diff?*image=*", route => route.FulfillAsync(new RouteFulfillOptions
        {
            Status = 404,
            ContentType = "application/problem+json",
            Body = """{ "code": "image_expired", "detail": "It is not kept." }""",
        }));

        await page.Page.EvaluateAsync(
            "async what => (await import('/page/address.js')).go(Object.fromEntries(new URLSearchParams(what)))", comparison);

        await Assertions.Expect(page.Page.Locator("#compare-verdict")).ToContainTextAsync(verdict);
        await Assertions.Expect(page.Notice).ToBeEmptyAsync();
    }

    [Fact]
    public async Task Rows_are_marked_as_the_server_decides()
    {
        await using PageBrowser page = await PageBrowser.OpenAsync(Service, "?model=digits&sample=digit-7");
        await Assertions.Expect(page.Verdict).ToContainTextAsync("7,");
        await page.Page.RouteAsync("**/diff?*", route => route.FulfillAsync(new RouteFulfillOptions
        {
            ContentType = "application/json",
            Body = """
                { "against": "dump", "tolerance": 0.001, "first": { "layer": "conv2", "maxError": 0 }, "layers": [
                  { "name": "conv1", "matchedBy": "value", "shape": [], "maxError": 0.5, "meanError": 0, "relativeError": 0,
                    "differs": false },
                  { "name": "conv2", "matchedBy": "value", "shape": [], "maxError": 0, "meanError": 0, "relativeError": 0, "differs": true,
                    "nonFinite": 2 },
                  { "name": "conv3", "matchedBy": "value", "shape": [], "maxError": 9, "meanError": 0, "relativeError": 0, "differs": true }
                ] }
                """,
        }));

        await page.Page.GetByLabel("with", new PageGetByLabelOptions { Exact = true }).SelectOptionAsync("picture");
        await page.Page.Locator("#other-samples").GetByLabel("Digit 3").ClickAsync();

        await Assertions.Expect(page.Page.Locator("#compare-verdict")).ToContainTextAsync(
            "is conv2: 2 values are not a finite number on one side.");
        await Assertions.Expect(page.Page.Locator("#compare-table tr.first th")).ToHaveTextAsync("conv2");
        await Assertions.Expect(page.Page.Locator("#compare-table tr.differs th")).ToHaveTextAsync("conv3");
    }

    [Fact]
    public async Task Two_versions_of_the_same_network_do_not_differ()
    {
        await using PageBrowser page = await PageBrowser.OpenAsync(
            Service, "?model=versions&version=1&sample=photo-2&compare=model&other=versions&otherVersion=2");

        await Assertions.Expect(page.Page.Locator("#compare-verdict")).ToContainTextAsync("layers compared; no layer differs");
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task The_layer_of_an_error_in_a_dump_is_found()
    {
        string dump = await WriteDumpAsync("relu2");
        await using PageBrowser page = await PageBrowser.OpenAsync(Service, "?model=digits&sample=digit-7&layer=relu2&compare=dump");
        await Assertions.Expect(page.Page.Locator("#channels .tile").First).ToBeVisibleAsync();

        await page.Page.Locator("#dump-file").SetInputFilesAsync(dump);

        await Assertions.Expect(page.Page.Locator("#compare-verdict")).ToContainTextAsync("more than 0.001 is relu2");
        await Assertions.Expect(page.Page.Locator("tr.first th")).ToHaveTextAsync("relu2");
        await Assertions.Expect(page.Page.Locator("#difference-name")).ToHaveTextAsync("relu2");
        await page.Page.GetByLabel("Tolerance").FillAsync("10");
        await page.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Page.Locator("#compare-verdict")).ToHaveTextAsync(
            "7 of 25 layers compared; none of them differs by more than 10.");
        await Assertions.Expect(page.Page.Locator("#compare-table details")).ToHaveAttributeAsync("open", "");
        Assert.Empty(page.Complaints);
        File.Delete(dump);
    }

    /// <summary>An archive of what some layers give for the seven, one of which has an error of 0.5 in one value.</summary>
    private async Task<string> WriteDumpAsync(string wrong)
    {
        string path = Path.Combine(Path.GetTempPath(), $"fovea-{Guid.NewGuid():N}.npz");
        await using FileStream file = File.Create(path);
        await using var archive = new ZipArchive(file, ZipArchiveMode.Create);
        foreach (string layer in Dumped)
        {
            ByteArrayContent picture = HttpCalls.Image(await File.ReadAllBytesAsync(Seven));
            byte[] npy = await served.Client.Post($"/featuremaps/{layer}?model=digits&format=npy", picture).Bytes("application/x-npy");
            if (layer == wrong)
                MemoryMarshal.Cast<byte, float>(npy.AsSpan(npy.Length - 400 * sizeof(float)))[7] += 0.5f;
            await using Stream entry = archive.CreateEntry($"{layer}.npy").Open();
            await entry.WriteAsync(npy);
        }

        return path;
    }
}
