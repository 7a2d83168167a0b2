using Fovea.Api.Tests.Support;
using Microsoft.Playwright;

namespace Fovea.Api.Tests.OpenApi;

/// <summary>Swagger UI in a real browser: calls can be tried, files uploaded and saved, pictures seen.</summary>
[Collection(nameof(ServedModels))]
public sealed class SwaggerTests(ServedModels served)
{
    private Uri Service => served.Client.BaseAddress!;

    [Fact]
    public async Task A_digit_is_predicted_and_looked_into()
    {
        await using SwaggerBrowser swagger = await SwaggerBrowser.OpenAsync(Service);

        ILocator predict = await swagger.UnfoldAsync("predict");
        await SwaggerBrowser.Parameter(predict, "model").Locator("input").FillAsync("digits");
        await swagger.ExecuteAsync(predict, SwaggerBrowser.Sample("digit-7.png"));
        await Assertions.Expect(SwaggerBrowser.Body(predict)).ToContainTextAsync("\"label\": \"7\"");

        ILocator map = await swagger.UnfoldAsync("computeFeatureMap");
        await SwaggerBrowser.Parameter(map, "layer").Locator("input").FillAsync("block/conv");
        await SwaggerBrowser.Parameter(map, "model").Locator("input").FillAsync("colours");
        await SwaggerBrowser.Parameter(map, "format").Locator("select").SelectOptionAsync("png");
        await swagger.ExecuteAsync(map, SwaggerBrowser.Sample("digit-7.png"));
        ILocator picture = map.Locator(".live-responses-table img");
        await Assertions.Expect(picture).ToBeVisibleAsync();
        Assert.True(await picture.EvaluateAsync<int>("image => image.decode().then(() => image.naturalWidth)") > 0);
        Assert.Empty(swagger.Complaints);
    }

    [Theory]
    [InlineData("digits", "relu1", "digits-relu1.npy")]
    [InlineData("colours", "block/conv", "colours-block-conv.npy")]
    [InlineData("odd-names", "Größe/1+1", "odd-names-Größe-1+1.npy")]
    public async Task The_numbers_of_a_layer_are_saved_under_its_name_as_they_are(string model, string layer, string name)
    {
        await using SwaggerBrowser swagger = await SwaggerBrowser.OpenAsync(Service);
        string sample = SwaggerBrowser.Sample("digit-7.png");

        ILocator map = await swagger.UnfoldAsync("computeFeatureMap");
        await SwaggerBrowser.Parameter(map, "layer").Locator("input").FillAsync(layer);
        await SwaggerBrowser.Parameter(map, "model").Locator("input").FillAsync(model);
        await SwaggerBrowser.Parameter(map, "format").Locator("select").SelectOptionAsync("npy");
        await swagger.ExecuteAsync(map, sample);
        IDownload download = await swagger.Page.RunAndWaitForDownloadAsync(
            () => map.Locator(".live-responses-table a[download]").ClickAsync());

        Assert.Equal(name, download.SuggestedFilename);
        byte[] expected = await served.Client.Post(
            $"/featuremaps/{Uri.EscapeDataString(layer)}?model={model}&format=npy", HttpCalls.Image(await File.ReadAllBytesAsync(sample)))
            .Bytes("application/x-npy");
        Assert.Equal(expected, await File.ReadAllBytesAsync((await download.PathAsync())!));
        Assert.Empty(swagger.Complaints);
    }

    [Fact]
    public async Task A_field_for_a_further_file_may_stay_empty()
    {
        await using SwaggerBrowser swagger = await SwaggerBrowser.OpenAsync(Service);

        ILocator predict = await swagger.UnfoldAsync("predict");
        await SwaggerBrowser.Parameter(predict, "model").Locator("input").FillAsync("digits");
        await predict.Locator(".json-schema-form-item-add").ClickAsync();
        await Assertions.Expect(predict.Locator("input[type=file]")).ToHaveCountAsync(2);
        IResponse response = await swagger.ExecuteAsync(predict, SwaggerBrowser.Sample("digit-7.png"));

        Assert.True(response.Status == 200, await SwaggerBrowser.Body(predict).InnerTextAsync());
    }

    [Fact]
    public async Task A_file_chosen_for_one_kind_of_body_is_not_sent_as_another()
    {
        await using SwaggerBrowser swagger = await SwaggerBrowser.OpenAsync(Service);
        ILocator predict = await swagger.UnfoldAsync("predict");
        await SwaggerBrowser.Parameter(predict, "model").Locator("input").FillAsync("digits");
        ILocator kind = predict.Locator(".opblock-section-request-body select.content-type");

        foreach (string type in new[] { "image/*", "application/json", "multipart/form-data", "application/json" })
        {
            await kind.SelectOptionAsync(type);
            IResponse response = await swagger.ExecuteAsync(predict, SwaggerBrowser.Sample("digit-7.png"));

            Assert.True(response.Status == 200, type);
        }

        Assert.Empty(swagger.Complaints);
    }

    [Fact]
    public async Task Errors_are_folded_until_somebody_asks()
    {
        await using SwaggerBrowser swagger = await SwaggerBrowser.OpenAsync(Service);

        ILocator predict = await swagger.UnfoldAsync("predict");
        ILocator code = predict.Locator("details.errors").GetByText("image_corrupt").First;
        await Assertions.Expect(code).ToBeHiddenAsync();
        await predict.Locator("details.errors summary").ClickAsync();

        await Assertions.Expect(code).ToBeVisibleAsync();
        ILocator unknown = predict.Locator("details.errors tr.response[data-code='404']");
        await Assertions.Expect(unknown).ToContainTextAsync("\"code\": \"model_not_found\"");
        await unknown.GetByRole(AriaRole.Tab, new LocatorGetByRoleOptions { Name = "Schema" }).ClickAsync();
        await Assertions.Expect(unknown).ToContainTextAsync("suggestions");
        Assert.Empty(await predict.Locator(".responses-wrapper").First.GetByText("image_corrupt").AllAsync());
    }

    [Fact]
    public async Task The_page_is_no_wider_than_the_screen()
    {
        await using SwaggerBrowser swagger = await SwaggerBrowser.OpenAsync(Service);

        // The page draws all calls that are shown at each click.
        string?[] tags = await swagger.TagsAsync();
        int left = await Calls(swagger).CountAsync();
        foreach (string? tag in tags)
        {
            await swagger.FoldTagsAsync(except: tag);
            foreach (ILocator call in await Calls(swagger).AllAsync())
            {
                await call.ClickAsync();
                await swagger.Page.Locator("button.execute").WaitForAsync();
                string name = await call.InnerTextAsync();
                foreach (int width in (int[])[1400, 390])
                {
                    await swagger.Page.SetViewportSizeAsync(width, 900);
                    Assert.True(
                        await swagger.Page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= width, $"{name} at {width}");
                }

                await call.ClickAsync();
                await Assertions.Expect(swagger.Page.Locator("button.execute")).ToHaveCountAsync(0);
                left--;
            }
        }

        Assert.Equal(0, left);
        Assert.Empty(swagger.Complaints);
    }

    private static ILocator Calls(SwaggerBrowser swagger) => swagger.Page.Locator(".opblock-summary-control");
}
