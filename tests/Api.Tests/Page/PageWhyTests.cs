using Fovea.Api.Tests.Support;
using Microsoft.Playwright;

namespace Fovea.Api.Tests.Page;

/// <summary>Explanations of the answer on the page.</summary>
[Collection(nameof(ServedPage))]
public sealed class PageWhyTests(ServedModels served)
{
    private Uri Service => served.Client.BaseAddress!;

    [Fact]
    public async Task A_method_shows_its_map_and_another_class_has_another_one()
    {
        await using PageBrowser page = await PageBrowser.OpenAsync(Service, "?model=digits&sample=photo-7");
        await Assertions.Expect(page.Verdict).ToContainTextAsync("7,");
        ILocator map = page.Page.Locator("#why-picture");
        await Assertions.Expect(map).ToBeHiddenAsync();

        await page.Page.Locator("#why-method").SelectOptionAsync("integrated-gradients");
        await Assertions.Expect(map).ToBeVisibleAsync();
        await Assertions.Expect(page.Page.Locator("#why-says")).ToContainTextAsync("red speaks for the class");
        string seven = await DrawnAsync(map);
        Assert.NotEqual("0", seven);
        Assert.Contains("method=integrated-gradients", page.Page.Url, StringComparison.Ordinal);

        string first = (await map.GetAttributeAsync("src"))!;
        string other = await page.Page.Locator("#why-class option").Nth(1).GetAttributeAsync("value") ?? "";
        await page.Page.Locator("#why-class").SelectOptionAsync(other);
        await Assertions.Expect(map).Not.ToHaveAttributeAsync("src", first);
        Assert.NotEqual(seven, await DrawnAsync(map));
        Assert.Contains($"explained={other}", page.Page.Url, StringComparison.Ordinal);
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task A_sent_link_shows_the_explanation_of_its_class()
    {
        await using PageBrowser page = await PageBrowser.OpenAsync(Service, "?model=digits&sample=photo-7&method=gradcam&explained=9");

        await Assertions.Expect(page.Page.Locator("#why-picture")).ToBeVisibleAsync();
        await Assertions.Expect(page.Page.Locator("#why-class")).ToHaveValueAsync("9");
        await page.Page.Locator("#why-method").SelectOptionAsync("");
        await Assertions.Expect(page.Page.Locator("#why-picture")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task A_class_that_there_is_not_is_a_sentence()
    {
        await using PageBrowser page = await PageBrowser.OpenAsync(Service, "?model=digits&sample=photo-7&method=saliency&explained=99");

        await Assertions.Expect(page.Notice).ToContainTextAsync("99");
        await Assertions.Expect(page.Page.Locator("#why-picture")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task The_pixels_that_move_a_value_are_shown_when_somebody_asks()
    {
        await using PageBrowser page = await PageBrowser.OpenAsync(Service, "?model=digits&sample=photo-7&layer=conv1&cell=0,10,12");
        await page.Page.GetByText("Which pixels move it?").ClickAsync();

        ILocator field = page.Page.Locator(".moves img");
        await Assertions.Expect(field).ToBeVisibleAsync();
        Assert.NotEqual("0", await DrawnAsync(field));
        Assert.Empty(page.Complaints);
    }

    // A number that follows from the pixels; 0 if nothing is drawn.
    private static Task<string> DrawnAsync(ILocator map) => map.EvaluateAsync<string>(
        """
        async image => {
          await image.decode();
          const canvas = document.createElement("canvas");
          canvas.width = image.naturalWidth;
          canvas.height = image.naturalHeight;
          canvas.getContext("2d").drawImage(image, 0, 0);
          const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
          return String(pixels.reduce((sum, value, i) => (sum * 31 + value * (i % 4 < 3)) % 1000003, 0));
        }
        """);
}
