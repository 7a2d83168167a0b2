using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Fovea.Api.Tests.Support;

/// <summary>Swagger UI in a real browser, as somebody who clicks sees it. Skips the calling test where there is no browser.</summary>
internal sealed class SwaggerBrowser : IAsyncDisposable
{
    private const int Patience = 5000;

    private readonly BrowserSession _session;

    private SwaggerBrowser(BrowserSession session) => _session = session;

    public IPage Page => _session.Page;

    /// <summary>Errors on the browser's console.</summary>
    public List<string> Complaints => _session.Complaints;

    public static async Task<SwaggerBrowser> StartAsync(int width = 1400) => new(await BrowserSession.StartAsync(width));

    public static async Task<SwaggerBrowser> OpenAsync(Uri service, string path = "/swagger/index.html", int width = 1400)
    {
        SwaggerBrowser swagger = await StartAsync(width);
        await swagger.Page.GotoAsync(new Uri(service, path).ToString());
        await swagger.Page.Locator(".opblock").First.WaitForAsync();
        return swagger;
    }

    public ValueTask DisposeAsync() => _session.DisposeAsync();

    /// <summary>Gives the page a key.</summary>
    public async Task AuthorizeAsync(string key)
    {
        await Page.Locator(".auth-wrapper .btn.authorize").First.ClickAsync();
        ILocator form = Page.Locator(".auth-container").Filter(new LocatorFilterOptions { HasText = "X-API-Key" });
        await form.Locator("input").FillAsync(key);
        await form.Locator("button.authorize").ClickAsync();
        await Page.Locator(".modal-ux button.close-modal").ClickAsync();
    }

    /// <summary>The tags under which the calls lie.</summary>
    public async Task<string?[]> TagsAsync() =>
        await Page.Locator(".opblock-tag").EvaluateAllAsync<string?[]>("tags => tags.map(tag => tag.dataset.tag)");

    /// <summary>Folds the tags but one.</summary>
    public async Task FoldTagsAsync(string? except = null)
    {
        foreach (ILocator header in await Page.Locator(".opblock-tag").AllAsync())
        {
            bool isOpen = await header.GetAttributeAsync("data-is-open") == "true";
            if (isOpen != (await header.GetAttributeAsync("data-tag") == except))
                await header.ClickAsync();
        }
    }

    /// <summary>Unfolds a call, which is ready to be tried then.</summary>
    public async Task<ILocator> UnfoldAsync(string operation)
    {
        ILocator block = Page.Locator($"[id^='operations-'][id$='-{operation}']");
        await block.Locator(".opblock-summary-control").ClickAsync();
        await block.Locator("button.execute").WaitForAsync();
        return block;
    }

    /// <summary>Presses Execute, with a file where there is a field for one, or in every such field.</summary>
    /// <returns>What the browser got; the page shows its status.</returns>
    public async Task<IResponse> ExecuteAsync(ILocator block, string? file = null, bool everyField = false)
    {
        ILocator files = block.Locator("input[type=file]");
        for (int attempt = 1; ; attempt++)
        {
            // The page may still be setting up the form, and forget a file that is chosen before it is done.
            if (await files.CountAsync() > 0)
                await files.First.SetInputFilesAsync(file!);
            for (int i = 1; everyField && i < await files.CountAsync(); i++)
                await files.Nth(i).SetInputFilesAsync(file!);
            try
            {
                IResponse response = await Page.RunAndWaitForResponseAsync(
                    () => block.Locator("button.execute").ClickAsync(), _ => true,
                    new PageRunAndWaitForResponseOptions { Timeout = Patience });
                await Assertions.Expect(Status(block)).ToHaveTextAsync(Shown(response.Status));
                if (response.Status != 400 || file is null || attempt == 3)
                    return response;
                Complaints.RemoveAll(complaint => complaint.Contains("status of 400", StringComparison.Ordinal));
            }
            catch (TimeoutException) when (attempt < 3)
            {
            }
        }
    }

    public static ILocator Status(ILocator block) => block.Locator(".live-responses-table tr.response .response-col_status");

    /// <summary>The text of an answer as the page shows it.</summary>
    public static ILocator Body(ILocator block) => block.Locator(".live-responses-table tr.response .highlight-code pre").First;

    public static ILocator Parameter(ILocator block, string name) => block.Locator($"tr[data-param-name='{name}']");

    public static string Sample(string name) => Path.Combine(Repository.Root, "docs", "samples", name);

    private static Regex Shown(int status) => new($@"^\s*{status}\b", RegexOptions.None, TimeSpan.FromSeconds(1));
}
