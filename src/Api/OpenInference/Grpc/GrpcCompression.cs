using System.IO.Compression;
using Fovea.Api.Http;
using Grpc.Core;
using Grpc.Net.Compression;

namespace Fovea.Api.OpenInference.Grpc;

/// <summary>
/// A compression of messages as the library has it, for answers and for the messages of streams; other messages are decompressed as they
/// are received. One that cannot be decompressed is the caller's mistake: the library would answer UNKNOWN, and log it as an error. It
/// would also decompress without end.
/// </summary>
internal sealed class GrpcCompression(string name, Func<Stream, Stream> decompress, Func<Stream, CompressionLevel, Stream> compress)
    : ICompressionProvider
{
    public static GrpcCompression[] All { get; } =
    [
        new("gzip", sent => new GZipStream(sent, CompressionMode.Decompress, leaveOpen: true),
            (stream, level) => new GZipStream(stream, level, leaveOpen: true)),
        new("deflate", sent => new ZLibStream(sent, CompressionMode.Decompress, leaveOpen: true),
            (stream, level) => new ZLibStream(stream, level, leaveOpen: true)),
    ];

    public string EncodingName => name;

    /// <summary>The encoding of this name; null where the service does not take it.</summary>
    public static BodyEncoding? Find(string? name) =>
        Array.Exists(All, known => known.EncodingName == name) ? BodyEncoding.Find(name!) : null;

    public Stream CreateCompressionStream(Stream stream, CompressionLevel? compressionLevel) =>
        compress(stream, compressionLevel ?? CompressionLevel.Fastest);

    public Stream CreateDecompressionStream(Stream stream) => new Decompressed(decompress(stream), name);

    private sealed class Decompressed(Stream stream, string name) : ForwardStream
    {
        private long _read;

        // The library reads the whole message from memory, and only in this way.
        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(Read(buffer.Span));

        public override int Read(Span<byte> buffer)
        {
            try
            {
                int read = stream.Read(buffer);
                _read += read;
                if (_read <= CheckedCalls.LongestWithoutTensors)
                    return read;
            }
            catch (InvalidDataException e)
            {
                throw new RpcException(new Status(
                    StatusCode.InvalidArgument,
                    $"The message cannot be decompressed: it is no {name} stream as grpc-encoding says, is damaged, or ends " +
                    "too early.", e));
            }

            throw new RpcException(new Status(
                StatusCode.ResourceExhausted,
                $"The message, decompressed, exceeds {CheckedCalls.LongestWithoutTensors} bytes, the most that is taken in a stream."));
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                stream.Dispose();
            base.Dispose(disposing);
        }
    }
}
