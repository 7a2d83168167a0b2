using Fovea.Api.Tests.Support;
using Microsoft.Playwright;

namespace Fovea.Api.Tests.OpenApi;

/// <summary>
/// Every call of the OpenAPI document, and every kind of body that it takes, is executed in Swagger UI in a real browser with what the page
/// offers. Chosen here are only files, where there is a field for one, and what <see cref="DocumentedCall"/> fills in. The page's tags
/// fold but for the one in use: it draws all calls that are shown at each click. <see cref="ExampleTests"/> executes the examples of other
/// models.
/// </summary>
public sealed class SwaggerExampleTests
{
    [Fact]
    public async Task Every_call_succeeds()
    {
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync([("Models:Path", ""), .. DocumentedCall.Settings]);
        DocumentedCall[] calls = DocumentedCall.ReadAll(await factory.Client.Get("/openapi/v1.json").Json());
        await using SwaggerBrowser swagger = await SwaggerBrowser.OpenAsync(factory.Client.BaseAddress!);
        await swagger.AuthorizeAsync(DocumentedCall.AdminKey);
        Assert.Equal(await swagger.Page.Locator(".opblock").CountAsync(), calls.Length);
        string tensor = Path.Combine(Directory.CreateTempSubdirectory("fovea-tensor-").FullName, "tensor.bin");
        await File.WriteAllBytesAsync(tensor, new byte[1 * 28 * 28 * sizeof(float)]);
        var known = new DocumentedCall.Known();

        var failed = new List<string>();
        string tag = "";
        foreach (DocumentedCall call in calls)
        {
            if (call.Tag != tag)
                await swagger.FoldTagsAsync(except: tag = call.Tag);
            await call.PrepareAsync(factory.Client, known);
            ILocator block = await swagger.UnfoldAsync(call.Operation);
            foreach (string? body in call.Bodies)
            {
                IResponse response = await ExecuteAsync(swagger, block, call, body, tensor, known);
                if (!DocumentedCall.Succeeded(response.Status))
                    failed.Add($"{call.Operation} {body}: {response.Status} {await SwaggerBrowser.Body(block).InnerTextAsync()}");
                else if (call.Teaches)
                    call.Learn(await SwaggerBrowser.Body(block).InnerTextAsync(), known);
                await block.Locator("button.btn-clear").ClickAsync();
            }

            await block.Locator(".opblock-summary-control").ClickAsync();
        }

        File.Delete(tensor);
        Assert.True(failed.Count == 0, string.Join(Environment.NewLine, failed));
        Assert.Empty(swagger.Complaints);
    }

    private static async Task<IResponse> ExecuteAsync(
        SwaggerBrowser swagger, ILocator block, DocumentedCall call, string? body, string tensor, DocumentedCall.Known known)
    {
        if (body is not null)
            await block.Locator(".opblock-section-request-body select.content-type").SelectOptionAsync(body);
        foreach ((string parameter, string value) in call.FilledWith(body, known))
            await SwaggerBrowser.Parameter(block, parameter).Locator("input").FillAsync(value);
        return await swagger.ExecuteAsync(
            block, call.TakesTensor(body) ? tensor : SwaggerBrowser.Sample("digit-7.png"),
            everyField: call.Operation == "beginStyleTransfer");
    }
}
