using System.IO.Compression;
using System.Net.Http.Headers;

namespace Fovea.Api.Tests.Support;

/// <summary>Bodies as clients compress them, with the <c>Content-Encoding</c> that says so.</summary>
internal static class Compressed
{
    /// <summary>
    /// Every encoding that is taken, and how it is made. RFC 9110 knows deflate with zlib's header; some clients omit it.
    /// </summary>
    public static readonly (string Name, string Header, Func<Stream, Stream> Compress)[] Encodings =
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

    public static byte[] Compress(string name, byte[] bytes)
    {
        using var compressed = new MemoryStream();
        using (Stream compressor = Find(name).Compress(compressed))
            compressor.Write(bytes);
        return compressed.ToArray();
    }

    /// <summary>The same content, compressed.</summary>
    public static async Task<ByteArrayContent> As(this HttpContent content, string name)
    {
        byte[] bytes = Compress(name, await content.ReadAsByteArrayAsync());
        return Declare(bytes, Find(name).Header, content.Headers.ContentType);
    }

    /// <summary>Bytes of any kind, declared as compressed.</summary>
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

    private static (string Name, string Header, Func<Stream, Stream> Compress) Find(string name) =>
        Encodings.Single(encoding => encoding.Name == name);
}
