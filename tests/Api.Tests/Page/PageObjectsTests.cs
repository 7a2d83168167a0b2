using System.Text.RegularExpressions;
using Fovea.Api.Tests.Support;
using Fovea.Tests.Support;
using Microsoft.Playwright;

namespace Fovea.Api.Tests.Page;

/// <summary>A detector's answer on the page.</summary>
[Collection(nameof(ServedPage))]
public sealed partial class PageObjectsTests
{
    [Fact]
    public async Task Boxes_lie_over_the_picture_and_in_a_list()
    {
        var recorded = new RecordedTask("yolov8");
        RecordedPhoto photo = recorded.Photos.First(photo => !photo.IsPart);
        using var models = new TestModels();
        File.WriteAllBytes(Path.Combine(models.Folder, "detector.onnx"), recorded.Model);
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(("Models:Path", models.Folder));
        await using PageBrowser page = await PageBrowser.OpenAsync(factory.Client.BaseAddress!, "?model=detector");
        await page.DropAsync(TestData.Path(photo.Path), "image/jpeg");

        int count = photo.Detections.Count;
        await Assertions.Expect(page.Page.Locator("#objects .object")).ToHaveCountAsync(count);
        await Assertions.Expect(page.Page.Locator("#answer-bars .object")).ToHaveCountAsync(count);
        double[] first = await page.Page.Locator("#objects .line").First.EvaluateAsync<double[]>(
            "rect => ['x', 'y', 'width', 'height'].map(name => Number(rect.getAttribute(name)))");
        double[] corners = photo.Detections[0].Corners;
        Assert.InRange(first[0] + first[2], corners[2] - 0.1, corners[2] + 0.1);

        ILocator row = page.Page.Locator("#answer-bars .object").Nth(1);
        await row.FocusAsync();
        await Assertions.Expect(page.Page.Locator("#objects .object").Nth(1)).ToHaveClassAsync(Marked());
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task A_picture_that_goes_through_in_many_tiles_is_a_job_whose_steps_are_shown()
    {
        using TestModels models = new TestModels().Add("enlarging", TestModels.Enlarging(), settings: null);
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(("Models:Path", models.Folder));
        await using PageBrowser page = await PageBrowser.OpenAsync(factory.Client.BaseAddress!, "?model=enlarging");
        Task<IRequest> begun = page.Page.WaitForRequestAsync(new Regex("/predict/jobs"));
        await page.DropAsync(SwaggerBrowser.Sample("photo-7.jpg"), "image/jpeg");

        Assert.Equal("POST", (await begun).Method);
        await Assertions.Expect(page.Page.Locator("#answer-says")).ToContainTextAsync(new Regex("A picture of [0-9]+ by [0-9]+ pixels"));
        await Assertions.Expect(page.Page.Locator("#answer-bars .made img")).ToHaveCountAsync(1);
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task Masks_lie_under_the_boxes()
    {
        var recorded = new RecordedTask("yolov8-seg");
        RecordedPhoto photo = recorded.Photos.First();
        using var models = new TestModels();
        File.WriteAllBytes(Path.Combine(models.Folder, "segmenter.onnx"), recorded.Model);
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(("Models:Path", models.Folder));
        await using PageBrowser page = await PageBrowser.OpenAsync(factory.Client.BaseAddress!, "?model=segmenter");
        await page.DropAsync(TestData.Path(photo.Path), "image/jpeg");

        await Assertions.Expect(page.Page.Locator("#objects .object")).ToHaveCountAsync(photo.Detections.Count);
        await Assertions.Expect(page.Page.Locator("#objects > image:first-child")).ToHaveCountAsync(1);
        // As many pixels of the masks' picture are opaque as the largest one has, or more.
        int opaque = await page.Page.Locator("#objects > image").EvaluateAsync<int>(
            """
            async image => {
              const picture = new Image();
              picture.src = image.getAttribute("href");
              await picture.decode();
              const context = new OffscreenCanvas(picture.width, picture.height).getContext("2d");
              context.drawImage(picture, 0, 0);
              const { data } = context.getImageData(0, 0, picture.width, picture.height);
              return data.filter((value, i) => i % 4 === 3 && value === 255).length;
            }
            """);
        int inside = photo.Detections.Max(box => box.Counts!.Where((_, i) => i % 2 == 1).Sum());
        Assert.InRange(opaque, 0.99 * inside, photo.Sides.Width * photo.Sides.Height * 0.9);
        ILocator row = page.Page.Locator("#answer-bars .object").Nth(1);
        await row.FocusAsync();
        await Assertions.Expect(page.Page.Locator("#objects .object").Nth(1)).ToHaveClassAsync(Marked());
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task Landmarks_are_points_over_the_picture()
    {
        var recorded = new RecordedTask("facemesh-468");
        RecordedPhoto photo = recorded.Photos.First(photo => !photo.IsPart);
        using var models = new TestModels();
        await File.WriteAllBytesAsync(Path.Combine(models.Folder, "face.onnx"), recorded.Model);
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(("Models:Path", models.Folder));
        await using PageBrowser page = await PageBrowser.OpenAsync(factory.Client.BaseAddress!, "?model=face");
        await page.DropAsync(TestData.Path(photo.Path), "image/png");

        await Assertions.Expect(page.Page.Locator("#objects circle")).ToHaveCountAsync(468);
        await Assertions.Expect(page.Page.Locator("#answer-says")).ToContainTextAsync("468 landmarks");
        Assert.Empty(page.Complaints);
    }

    [GeneratedRegex("marked")]
    private static partial Regex Marked();
}
