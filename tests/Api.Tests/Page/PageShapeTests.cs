using Fovea.Api.Tests.Support;
using Fovea.Tests.Support;
using Microsoft.Playwright;

namespace Fovea.Api.Tests.Page;

/// <summary>The page in a real browser: layers and weights whose axes are others than those of a convolution, and pictures that the server
/// does not keep.</summary>
public sealed class PageShapeTests : IAsyncLifetime
{
    private readonly TestModels _models = new TestModels()
        .Add("volumes", Volumes()).Add("turned", Turned(), "one\ntwo\nthree\n").Add("last", ChannelsLast())
        .Add("colours", TestModels.Colours(-1), "red\ngreen\nblue\n");
    private ApiFactory? _factory;

    private Uri Service => _factory!.Client.BaseAddress!;

    public async ValueTask InitializeAsync() =>
        _factory = await ApiFactory.StartLoadedAsync(("Models:Path", _models.Folder), ("ImageStore:MaxBytes", "0"));

    public async ValueTask DisposeAsync()
    {
        if (_factory is not null)
            await _factory.DisposeAsync();
        _models.Dispose();
    }

    [Theory]
    [InlineData("colours", "rows", 3, 1, 16, 0, 5, "rows, channel 0, position 5")]
    [InlineData("volumes", "volumes", 3, 4, 4, 3, 2, "volumes, channel 0, position 1, 1, 2")]
    [InlineData("colours", "scores", 3, 1, 1, 0, 0, "scores, value 0")]
    [InlineData("colours", "/pool/Output", 3, 1, 1, 0, 0, "/pool/Output, channel 0, row 0, column 0")]
    public async Task A_value_of_any_shape_can_be_pointed_at(
        string model, string layer, int channels, int rows, int columns, int row, int column, string name)
    {
        await using PageBrowser page = await PageBrowser.OpenAsync(Service, $"?model={model}&sample=photo-7");
        await page.OpenLayerAsync(layer);
        await Assertions.Expect(page.Page.Locator("#channels .tile")).ToHaveCountAsync(channels);

        await page.PointAtAsync(row, column, rows, columns);

        await Assertions.Expect(page.Page.Locator("#value-name")).ToHaveTextAsync(name);
        string readout = await page.Page.Locator("#readout").InnerTextAsync();
        await Assertions.Expect(page.Page.Locator("#value-number")).ToHaveTextAsync(readout.Split(": ")[1]);
        Assert.Empty(page.Complaints);
    }

    [Theory]
    [InlineData("up", "2 filters over red, green and blue, with gray at zero.")]
    [InlineData("scores", "A row for each of 3 outputs, a column for each of 2 inputs.")]
    public async Task Filters_lie_along_their_own_axis(string layer, string says)
    {
        await using PageBrowser page = await PageBrowser.OpenAsync(Service, $"?model=turned&layer={layer}");

        await Assertions.Expect(page.Page.Locator("#filters-says")).ToHaveTextAsync(says);
        if (layer == "scores")
        {
            // The weights are 1 to 6; the first output has 1 and 4, so the row above ends with the colour of 4.
            Assert.Equal(
                await page.Page.EvaluateAsync<string>(
                    "async () => (await import('/page/colours.js')).colourOf('diverging', 4, -6, 6).colour"), await PixelAsync(page, 0, 1));
        }

        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task A_channel_lies_over_the_whole_picture_where_channels_come_last()
    {
        await using PageBrowser page = await PageBrowser.OpenAsync(Service, "?model=last&sample=digit-7");
        await page.OpenLayerAsync("maps");

        await page.Page.GetByLabel("over the picture").CheckAsync();

        await Assertions.Expect(page.Page.Locator("#over")).ToBeVisibleAsync();
        Assert.Equal(["0%", "0%", "100%", "100%"], await page.Page.Locator("#over").EvaluateAsync<string[]>(
            "over => ['left', 'top', 'width', 'height'].map(side => over.style[side])"));
        Assert.Empty(page.Complaints);
    }

    [Theory]
    [InlineData("digits")]
    [InlineData("volumes")]
    public async Task A_dropped_picture_is_shown_where_none_are_kept(string model)
    {
        await using PageBrowser page = await PageBrowser.OpenAsync(Service, $"?model={model}&sample=digit-3");
        await Assertions.Expect(page.Page.Locator("#shown")).ToHaveAttributeAsync("alt", "The picture digit-3");

        await page.DropAsync(SwaggerBrowser.Sample("photo-7.jpg"), "image/jpeg");

        await Assertions.Expect(page.Page.Locator("#shown")).ToHaveAttributeAsync("alt", "The picture photo-7.jpg");
        await page.Page.WaitForURLAsync(url => !url.Contains("sample=", StringComparison.Ordinal));
        await page.OpenLayerAsync(model == "digits" ? "conv1" : "volumes");
        await Assertions.Expect(page.Page.Locator("#stage")).ToBeVisibleAsync();
        await page.Page.Locator("#model").SelectOptionAsync("colours");
        await Assertions.Expect(page.Verdict).ToContainTextAsync("%");
        await Assertions.Expect(page.Page.Locator("#shown")).ToHaveAttributeAsync("alt", "The picture photo-7.jpg");
        Assert.Empty(page.Complaints);
    }

    [Theory]
    [InlineData("digits", "conv1")]
    [InlineData("volumes", "volumes")]
    public async Task Two_pictures_are_compared_where_none_are_kept(string model, string first)
    {
        await using PageBrowser page = await PageBrowser.OpenAsync(Service, $"?model={model}&sample=digit-7&compare=picture");
        await Assertions.Expect(page.Page.Locator("#compare-verdict")).ToHaveTextAsync("Choose the other picture.");

        await page.Page.Locator("#other-file").SetInputFilesAsync(SwaggerBrowser.Sample("photo-2.jpg"));

        await Assertions.Expect(page.Page.Locator("#compare-verdict")).ToContainTextAsync($"is {first}:");
        await page.Page.GetByLabel("with", new PageGetByLabelOptions { Exact = true }).SelectOptionAsync("model");
        await page.Page.GetByLabel("with", new PageGetByLabelOptions { Exact = true }).SelectOptionAsync("picture");
        await Assertions.Expect(page.Page.Locator("#compare-verdict")).ToHaveTextAsync("Choose the other picture.");
        Assert.Empty(page.Complaints);
    }

    /// <summary>The colour of a pixel of the picture of the weights.</summary>
    private static Task<string> PixelAsync(PageBrowser page, int row, int column) =>
        page.Page.Locator(".matrix-picture canvas").EvaluateAsync<string>(
            "(canvas, [row, column]) => `rgb(${[...canvas.getContext('2d').getImageData(column, row, 1, 1).data].slice(0, 3).join(' ')})`",
            new[] { row, column });

    private static byte[] Volumes() => new OnnxFile()
        .Input("image", -1, 3, 4, 4)
        .Integers("shape", 0, 3, 2, 2, 4)
        .Node("Reshape", ["image", "shape"], "volumes", "Reshape_0")
        .Output("volumes", -1, 3, 2, 2, 4)
        .Build();

    private static byte[] Turned() => new OnnxFile()
        .Input("image", -1, 3, 4, 4)
        .Weights("k", [3, 2, 2, 2], [.. Enumerable.Range(0, 24).Select(i => i / 24f)])
        .Weights("w", [2, 3], 1, 2, 3, 4, 5, 6)
        .Node("ConvTranspose", ["image", "k"], "up", "ConvTranspose_0", ("kernel_shape", [2, 2]), ("strides", [2, 2]))
        .Node("GlobalAveragePool", ["up"], "pool", "Pool_1")
        .Node("Flatten", ["pool"], "flat", "Flatten_2")
        .Node("MatMul", ["flat", "w"], "scores", "MatMul_3")
        .Output("scores", -1, 3)
        .Build();

    private static byte[] ChannelsLast() => new OnnxFile()
        .Input("image", -1, 4, 4, 3)
        .Weights("w", [2, 3, 1, 1], 1, 0, 0, 0, 1, 0)
        .Node("Transpose", ["image"], "first", "Transpose_0", ("perm", [0, 3, 1, 2]))
        .Node("Conv", ["first", "w"], "maps", "Conv_1", ("kernel_shape", [1, 1]))
        .Output("maps", -1, 2, 4, 4)
        .Build();
}
