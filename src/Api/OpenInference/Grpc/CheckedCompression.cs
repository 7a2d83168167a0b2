using System.IO.Compression;
using Grpc.Core;
using Grpc.Net.Compression;

namespace Fovea.Api.OpenInference.Grpc;

/// <summary>
/// A compression of messages as the library has it, but one that cannot be decompressed is the caller's mistake: the library would answer
/// UNKNOWN, and log it as an error.
/// </summary>
internal sealed class CheckedCompression(string name, Func<Stream, Stream> decompress, Func<Stream, CompressionLevel, Stream> compress)
    : ICompressionProvider
{
    public static CheckedCompression[] All { get; } =
    [
        new("gzip", sent => new GZipStream(sent, CompressionMode.Decompress, leaveOpen: true),
            (stream, level) => new GZipStream(stream, level, leaveOpen: true)),
        new("deflate", sent => new ZLibStream(sent, CompressionMode.Decompress, leaveOpen: true),
            (stream, level) => new ZLibStream(stream, level, leaveOpen: true)),
    ];

    public string EncodingName => name;

    public Stream CreateCompressionStream(Stream stream, CompressionLevel? compressionLevel) =>
        compress(stream, compressionLevel ?? CompressionLevel.Fastest);

    public Stream CreateDecompressionStream(Stream stream) => new Decompressed(decompress(stream), name);

    private sealed class Decompressed(Stream stream, string name) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(Span<byte> buffer)
        {
            try
            {
                return stream.Read(buffer);
            }
            catch (InvalidDataException e)
            {
                throw new RpcException(new Status(
                    StatusCode.InvalidArgument,
                    $"The message cannot be decompressed: it is no {name} stream as grpc-encoding says, is damaged, or ends " +
                    "too early.", e));
            }
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                stream.Dispose();
            base.Dispose(disposing);
        }
    }
}
