using System.Globalization;
using System.Text;
using Fovea.Api.Http;
using Fovea.Api.OpenApi;
using Fovea.Api.Security;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Fovea.Api.Startup;

/// <summary>
/// The OpenAPI document, made once for as long as what it says stays the same: the model that its examples name, and which planes want
/// keys. Requests that come while it is made wait for that one. Thread-safe.
/// </summary>
internal sealed class CachedDocument(IServiceProvider services, ApiKeys keys)
{
    private const string ContentType = "application/json;charset=utf-8";

    private readonly Lock _lock = new();
    private Made? _made;

    /// <summary>How often the document has been made.</summary>
    public int TimesMade { get; private set; }

    /// <summary>Answers with the document for the path below which the caller sees the service.</summary>
    public async Task WriteAsync(HttpContext context)
    {
        PathString prefix = context.Request.PathBase;
        await (await GetAsync()).WriteAsync(context, ContentType, prefix.HasValue ? prefix.ToString() : "/");
    }

    private Task<PrefixedText> GetAsync()
    {
        var says = new Content(ExampleModel.Of(services), keys.GuardData, keys.HasAdmin);
        lock (_lock)
        {
            if (_made is null || _made.Says != says || _made.Text.IsFaulted)
            {
                TimesMade++;
                _made = new Made(says, Task.Run(MakeAsync));
            }

            return _made.Text;
        }
    }

    private async Task<PrefixedText> MakeAsync()
    {
        OpenApiDocument document = await services.GetRequiredKeyedService<IOpenApiDocumentProvider>(Documentation.Name)
            .GetOpenApiDocumentAsync();
        document.Servers = [new OpenApiServer { Url = PrefixedText.Placeholder }];
        return PrefixedText.Of(Encoding.UTF8.GetBytes(Write(document)));
    }

    /// <summary>The document as it is sent: without indentation, which would be half of it.</summary>
    internal static string Write(OpenApiDocument document)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        document.SerializeAsV31(new OpenApiJsonWriter(text, new OpenApiJsonWriterSettings { Terse = true }));
        return text.ToString();
    }

    /// <summary>What the document says that may change while the server runs.</summary>
    private sealed record Content(ExampleModel Example, bool GuardsData, bool HasAdmin);

    private sealed record Made(Content Says, Task<PrefixedText> Text);
}
