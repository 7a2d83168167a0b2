using System.Buffers;
using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Net.Http.Headers;

namespace Fovea.Api.Http;

/// <summary>
/// A text in UTF-8 that is made once and answered to many, with the path below which each caller sees the service in its places. It keeps
/// nothing per path: any number of them costs no memory. Immutable.
/// </summary>
internal sealed class PrefixedText
{
    private readonly byte[] _bytes;
    private readonly int[] _places;
    private readonly string _tag;

    private PrefixedText(byte[] bytes, int[] places)
    {
        _bytes = bytes;
        _places = places;
        _tag = Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 12));
    }

    /// <summary>Stands for the path while the text is made: a path of this process that nobody else can write.</summary>
    public static string Placeholder { get; } = $"/prefix-{Guid.NewGuid():N}";

    /// <summary>The size without any path.</summary>
    public int Length => _bytes.Length;

    /// <summary>Takes a text that was made with <see cref="Placeholder"/> as its path.</summary>
    public static PrefixedText Of(ReadOnlySpan<byte> made)
    {
        ReadOnlySpan<byte> placeholder = Encoding.ASCII.GetBytes(Placeholder);
        var places = new List<int>();
        var bytes = new MemoryStream(made.Length);
        for (int at = made.IndexOf(placeholder); at >= 0; at = made.IndexOf(placeholder))
        {
            bytes.Write(made[..at]);
            places.Add((int)bytes.Length);
            made = made[(at + placeholder.Length)..];
        }

        bytes.Write(made);
        return new PrefixedText(bytes.ToArray(), [.. places]);
    }

    /// <summary>Answers with the text; with its validator alone, where the caller has the text already (304).</summary>
    /// <param name="context">The request.</param>
    /// <param name="contentType">What the text is.</param>
    /// <param name="prefix">What stands in the places: letters, digits and <c>/._-</c> alone, as in every path that is trusted.</param>
    public async Task WriteAsync(HttpContext context, string contentType, string prefix)
    {
        var validator = new EntityTagHeaderValue($"\"{_tag}{prefix}\"");
        HttpResponse response = context.Response;
        response.Headers.ETag = validator.ToString();
        response.Headers.CacheControl = "no-cache";
        if (context.Request.GetTypedHeaders().IfNoneMatch.Any(
            known => known.Equals(EntityTagHeaderValue.Any) || known.Compare(validator, useStrongComparison: false)))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = contentType;
        response.ContentLength = _bytes.Length + (long)_places.Length * prefix.Length;
        if (HttpMethods.IsHead(context.Request.Method))
            return;
        Write(response.BodyWriter, Encoding.ASCII.GetBytes(prefix));
        await response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private void Write(PipeWriter writer, ReadOnlySpan<byte> prefix)
    {
        int from = 0;
        if (prefix.Length > 0)
        {
            foreach (int place in _places)
            {
                writer.Write(_bytes.AsSpan(from, place - from));
                writer.Write(prefix);
                from = place;
            }
        }

        writer.Write(_bytes.AsSpan(from));
    }
}
