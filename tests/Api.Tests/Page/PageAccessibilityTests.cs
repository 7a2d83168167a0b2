using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Fovea.Api.Tests.Support;
using Microsoft.Playwright;

namespace Fovea.Api.Tests.Page;

/// <summary>axe finds nothing that keeps people from using the page, in each of its states.</summary>
[Collection(nameof(ServedPage))]
public sealed class PageAccessibilityTests(ServedModels served)
{
    private const string Everything = "?model=digits&sample=digit-7&layer=conv2&channel=3&cell=3,0,5&compare=picture&otherSample=photo-7";

    [Theory]
    [InlineData("?model=digits", 1280, false)]
    [InlineData(Everything, 1280, false)]
    [InlineData(Everything, 1280, true)]
    [InlineData(Everything, 390, false)]
    [InlineData("?model=digits&open=*&sample=digit-2&layer=maxpool&cell=0,1,1", 1280, false)]
    [InlineData("?model=digits&sample=digit-2&layer=logits", 390, true)]
    public async Task Axe_finds_no_violation(string address, int width, bool dark)
    {
        await using PageBrowser page = await PageBrowser.OpenAsync(served.Client.BaseAddress!, address, width, dark: dark);
        foreach ((string asked, string shown) in new[]
        {
            ("sample", "#answer"), ("layer", "#channels .tile"), ("cell", "#value"), ("otherSample", "#difference"),
        })
        {
            if (address.Contains(asked, StringComparison.Ordinal))
                await Assertions.Expect(page.Page.Locator(shown).First).ToBeVisibleAsync();
        }

        await page.Page.EvaluateAsync("for (const details of document.querySelectorAll('details')) details.open = true");
        AxeResult result = await page.Page.RunAxe();

        IEnumerable<string> found =
            from violation in result.Violations
            from node in violation.Nodes
            select $"{violation.Id}: {violation.Help}: {node.Html} {node.Any.FirstOrDefault()?.Message}";
        Assert.True(result.Violations.Length == 0, string.Join('\n', found));
        Assert.Empty(page.Complaints);
    }
}
