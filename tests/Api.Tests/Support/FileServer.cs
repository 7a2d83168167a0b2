using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Fovea.Api.Tests.Support;

/// <summary>A file server on the loopback interface whose connections break when a test says so.</summary>
internal sealed class FileServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _breaks;

    private FileServer()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    public ConcurrentDictionary<string, byte[]> Files { get; } = [];

    /// <summary>Paths that send the caller elsewhere.</summary>
    public ConcurrentDictionary<string, string> Redirects { get; } = [];

    /// <summary>Host, path and range of each request.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    /// <summary>Status codes of the next answers, which have no body.</summary>
    public ConcurrentQueue<int> Statuses { get; } = [];

    /// <summary>Whether parts are served.</summary>
    public bool Ranges { get; init; } = true;

    /// <summary>Whether files have tags by which a part can be asked for safely.</summary>
    public bool Tags { get; init; } = true;

    /// <summary>After how many bytes of a body the connection breaks, as long as <see cref="Breaks"/> says.</summary>
    public int BreakAfter { get; init; } = int.MaxValue;

    /// <summary>How many connections break yet.</summary>
    public int Breaks
    {
        get => Volatile.Read(ref _breaks);
        set => Volatile.Write(ref _breaks, value);
    }

    public static async Task<FileServer> StartAsync(FileServer? server = null)
    {
        server ??= new FileServer();
        await server._app.StartAsync();
        return server;
    }

    public static FileServer Create(bool ranges = true, bool tags = true, int breakAfter = int.MaxValue, int breaks = 0) =>
        new() { Ranges = ranges, Tags = tags, BreakAfter = breakAfter, Breaks = breaks };

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        string path = context.Request.Path.Value!;
        Requests.Enqueue($"{context.Request.Host.Host}{path} {context.Request.Headers.Range}".TrimEnd());
        if (Statuses.TryDequeue(out int status))
        {
            context.Response.StatusCode = status;
            return;
        }

        if (Redirects.TryGetValue(path, out string? elsewhere))
        {
            context.Response.Redirect(elsewhere);
            return;
        }

        if (!Files.TryGetValue(path, out byte[]? bytes))
        {
            context.Response.StatusCode = 404;
            return;
        }

        string tag = $"\"{bytes.Length}-{bytes[0]}-{bytes[^1]}\"";
        if (Tags)
            context.Response.Headers.ETag = tag;
        int first = 0;
        string ifRange = context.Request.Headers.IfRange.ToString();
        if (Ranges && context.Request.GetTypedHeaders().Range is { } range && (ifRange.Length == 0 || ifRange == tag))
        {
            first = (int)range.Ranges.Single().From!.Value;
            context.Response.StatusCode = 206;
            context.Response.Headers.ContentRange = $"bytes {first}-{bytes.Length - 1}/{bytes.Length}";
        }

        context.Response.ContentLength = bytes.Length - first;
        bool breaks = BreakAfter < bytes.Length - first && Interlocked.Decrement(ref _breaks) >= 0;
        await context.Response.Body.WriteAsync(bytes.AsMemory(first, breaks ? BreakAfter : bytes.Length - first));
        if (!breaks)
            return;
        await context.Response.Body.FlushAsync();
        // The bytes are on their way; then the connection ends before the body does.
        await Task.Delay(50);
        context.Abort();
    }
}
