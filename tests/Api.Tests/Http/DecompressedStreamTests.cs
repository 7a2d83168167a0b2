using CsCheck;
using Fovea.Api.Errors;
using Fovea.Api.Http;
using Fovea.Api.Options;
using Fovea.Models.Telemetry;
using Microsoft.AspNetCore.Http;

namespace Fovea.Api.Tests.Http;

/// <summary>What is read of a compressed body's content, however long that is.</summary>
public sealed class DecompressedStreamTests
{
    [Fact]
    public void No_more_than_a_byte_beyond_the_limit_is_decompressed()
    {
        Gen.Select(Gen.Int[1, 300_000], Gen.Int[1, 100_000]).Sample((limit, piece) =>
        {
            using var endless = new Endless();
            using var telemetry = new ServingTelemetry();
            var budget = new UploadBudget(new ServerOptions { Limits = new LimitsOptions { MaxBodyBytes = limit } }, telemetry);
            using var stream = new DecompressedStream(
                endless, BodyEncoding.Find("gzip")!, "Content-Encoding", budget.For(new DefaultHttpContext()), budget.Limits);
            byte[] buffer = new byte[piece];
            long read = 0;
            try
            {
                while (true)
                    read += Read(stream, buffer);
            }
            catch (ApiException e)
            {
                return e.Code == ErrorCodes.BodyTooLarge && read <= limit && endless.Given == limit + 1;
            }
        });
    }

    private static int Read(DecompressedStream stream, byte[] buffer) => stream.ReadAsync(buffer).AsTask().GetAwaiter().GetResult();

    private sealed class Endless : MemoryStream
    {
        public long Given { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Given += buffer.Length;
            return ValueTask.FromResult(buffer.Length);
        }
    }
}
