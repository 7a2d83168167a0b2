using System.IO.Compression;
using System.Net.Http.Headers;

namespace Fovea.Api.Tests.Support;

/// <summary>Bodies as clients pack them, with the <c>Content-Encoding</c> that says so.</summary>
internal static class Packed
{
    /// <summary>
    /// Every encoding that is taken, and how it is made. RFC 9110 knows deflate with zlib's header; some clients omit it.
    /// </summary>
    public static readonly (string Name, string Header, Func<Stream, Stream> Pack)[] Encodings =
    [
        ("gzip", "gzip", to => new GZipStream(to, CompressionLevel.Fastest, leaveOpen: true)),
        ("x-gzip", "x-gzip", to => new GZipStream(to, CompressionLevel.SmallestSize, leaveOpen: true)),
        ("GZIP", "GZIP", to => new GZipStream(to, CompressionLevel.Optimal, leaveOpen: true)),
        ("zlib", "deflate", to => new ZLibStream(to, CompressionLevel.Optimal, leaveOpen: true)),
        ("zlib, fast", "deflate", to => new ZLibStream(to, CompressionLevel.Fastest, leaveOpen: true)),
        ("zlib, stored", "deflate", to => new ZLibStream(to, CompressionLevel.NoCompression, leaveOpen: true)),
        ("raw", "deflate", to => new DeflateStream(to, CompressionLevel.Optimal, leaveOpen: true)),
        ("raw, stored", "Deflate", to => new DeflateStream(to, CompressionLevel.NoCompression, leaveOpen: true)),
        ("brotli", "br", to => new BrotliStream(to, CompressionLevel.Fastest, leaveOpen: true)),
        ("brotli, small", "br", to => new BrotliStream(to, CompressionLevel.SmallestSize, leaveOpen: true)),
    ];

    public static TheoryData<string> Names => [.. Encodings.Select(encoding => encoding.Name)];

    public static byte[] Pack(string name, byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (Stream packing = Find(name).Pack(packed))
            packing.Write(bytes);
        return packed.ToArray();
    }

    /// <summary>The same content, packed.</summary>
    public static async Task<ByteArrayContent> As(this HttpContent content, string name)
    {
        byte[] bytes = Pack(name, await content.ReadAsByteArrayAsync());
        return Declare(bytes, Find(name).Header, content.Headers.ContentType);
    }

    /// <summary>Bytes of any kind, declared as packed.</summary>
    public static ByteArrayContent Declare(byte[] bytes, string encoding, MediaTypeHeaderValue? type)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = type;
        content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        return content;
    }

    /// <summary>The encoding's name as the header has it.</summary>
    public static string Header(string name) => Find(name).Header;

    /// <summary>Sends the content piece by piece, without saying how long it is.</summary>
    public static StreamContent InChunks(this HttpContent content, Stream stream)
    {
        var chunked = new StreamContent(stream, bufferSize: 7);
        foreach ((string header, IEnumerable<string> values) in content.Headers.Where(header => header.Key != "Content-Length"))
            chunked.Headers.TryAddWithoutValidation(header, values);
        return chunked;
    }

    private static (string Name, string Header, Func<Stream, Stream> Pack) Find(string name) =>
        Encodings.Single(encoding => encoding.Name == name);
}
