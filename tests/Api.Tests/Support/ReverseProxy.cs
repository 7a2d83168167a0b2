using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Fovea.Api.Tests.Support;

/// <summary>
/// A reverse proxy on the loopback interface: passes on what lies below a path, and takes the path off, or leaves it. It follows no
/// redirects, and rewrites none. Everything else is 404 with the body "the proxy".
/// </summary>
internal sealed class ReverseProxy : IAsyncDisposable
{
    private static readonly string[] OfOneConnection = ["Connection", "Host", "Keep-Alive", "Transfer-Encoding", "Upgrade"];

    private readonly WebApplication _app;
    private readonly HttpClient _service;

    private ReverseProxy(WebApplication app, HttpClient service) => (_app, _service) = (app, service);

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    /// <param name="service">The address of the service behind.</param>
    /// <param name="path">The path below which it is seen.</param>
    /// <param name="takesOff">Whether the service gets the address without the path.</param>
    /// <param name="says">What is sent as <c>X-Forwarded-Prefix</c>, if anything.</param>
    public static async Task<ReverseProxy> StartAsync(Uri service, string path, bool takesOff, string? says)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        WebApplication app = builder.Build();
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = service };
        var proxy = new ReverseProxy(app, client);
        app.Run(context => context.Request.Path.StartsWithSegments(path, StringComparison.Ordinal, out _)
            ? proxy.ForwardAsync(context, takesOff ? path.Length : 0, says)
            : NothingAsync(context));
        await app.StartAsync();
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _service.Dispose();
    }

    private static Task NothingAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return context.Response.WriteAsync("the proxy");
    }

    private async Task ForwardAsync(HttpContext context, int takenOff, string? says)
    {
        HttpRequest from = context.Request;
        string target = $"{from.Path.ToUriComponent()[takenOff..]}{from.QueryString}";
        using var request = new HttpRequestMessage(new HttpMethod(from.Method), new Uri(target, UriKind.Relative));
        request.Headers.Host = from.Host.Value;
        if (from.ContentLength is not null || from.Headers.TransferEncoding.Count > 0)
            request.Content = new StreamContent(from.Body);
        foreach ((string name, var values) in from.Headers.Where(header => !OfOneConnection.Contains(header.Key)))
        {
            if (!request.Headers.TryAddWithoutValidation(name, values.ToArray()))
                request.Content?.Headers.TryAddWithoutValidation(name, values.ToArray());
        }

        if (says is not null)
            request.Headers.Add("X-Forwarded-Prefix", says);
        using HttpResponseMessage answer = await _service.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead, context.RequestAborted);
        context.Response.StatusCode = (int)answer.StatusCode;
        foreach ((string name, IEnumerable<string> values) in answer.Headers.Concat(answer.Content.Headers))
        {
            if (!OfOneConnection.Contains(name))
                context.Response.Headers[name] = values.ToArray();
        }

        await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}
