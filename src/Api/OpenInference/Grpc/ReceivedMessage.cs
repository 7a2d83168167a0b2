using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Fovea.Api.Errors;
using Fovea.Api.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Fovea.Api.OpenInference.Grpc;

/// <summary>
/// The message of a call that has one, received and decompressed into memory of the request's share of the budget, as the library reads
/// it: in one frame (https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md: a flag, four bytes of length, the message).
/// </summary>
internal sealed class ReceivedMessage : PipeReader, IRequestBodyPipeFeature, IDisposable
{
    /// <summary>The bytes in front of a message.</summary>
    public const int HeaderBytes = 5;

    private readonly PooledBuffer _frame;
    private readonly UploadShare _share;
    private long _taken;
    private ReadOnlySequence<byte> _rest;

    private ReceivedMessage(PooledBuffer frame, UploadShare share)
    {
        _frame = frame;
        _share = share;
        _rest = new ReadOnlySequence<byte>(frame.Memory);
    }

    public PipeReader Reader => this;

    /// <summary>The message without its frame.</summary>
    public ReadOnlySpan<byte> Content => _frame.Memory.Span[HeaderBytes..];

    /// <summary>Called when the library has read the message.</summary>
    public Action? Parsed { get; set; }

    /// <summary>Receives the message of a call.</summary>
    /// <param name="context">The call.</param>
    /// <param name="method">The method's full name.</param>
    /// <param name="longest">The most bytes that the message may have, decompressed or not.</param>
    /// <exception cref="ApiException">
    /// The frame is malformed, the message too long, too slow or damaged, or the budget has no room for it.
    /// </exception>
    public static async Task<ReceivedMessage> ReadAsync(HttpContext context, string method, long longest)
    {
        UploadBudget budget = context.RequestServices.GetRequiredService<UploadBudget>();
        using var body = new ReceivedStream(context.Request, budget.Limits);
        UploadShare share = budget.For(context);
        var frame = new PooledBuffer(share);
        try
        {
            bool compressed = await ReceiveAsync(frame, body, method, longest, context);
            string? name = context.Request.Headers["grpc-encoding"];
            // What the library does not know, it refuses itself.
            return compressed && GrpcCompression.Find(name) is { } encoding
                ? new ReceivedMessage(await DecompressAsync(frame, encoding, share, budget, method, longest, context.RequestAborted), share)
                : new ReceivedMessage(frame, share);
        }
        catch
        {
            frame.Dispose();
            throw;
        }
    }

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(new ReadResult(_rest, isCanceled: false, isCompleted: true));

    public override bool TryRead(out ReadResult result)
    {
        result = new ReadResult(_rest, isCanceled: false, isCompleted: true);
        return true;
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    /// <summary>
    /// When the message has been read, its objects take about as much memory as its bytes did: those are free, but not their part of the
    /// budget, which is held until the call ends.
    /// </summary>
    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        _rest = _rest.Slice(consumed);
        if (!_rest.IsEmpty)
            return;
        _rest = ReadOnlySequence<byte>.Empty;
        _frame.ReleaseMemory();
        Parsed?.Invoke();
    }

    public override void CancelPendingRead()
    {
    }

    public override void Complete(Exception? exception = null)
    {
    }

    /// <summary>Takes more of the budget, until the message is disposed.</summary>
    /// <exception cref="ApiException">There is no room.</exception>
    public void Take(long bytes)
    {
        _share.Take(bytes);
        _taken += bytes;
    }

    public void Dispose()
    {
        _frame.Dispose();
        _share.Return(_taken);
        _taken = 0;
    }

    /// <returns>Whether the message is compressed.</returns>
    private static async Task<bool> ReceiveAsync(PooledBuffer frame, Stream body, string method, long longest, HttpContext context)
    {
        byte[] header = new byte[HeaderBytes];
        int read = await body.ReadAtLeastAsync(header, HeaderBytes, throwOnEndOfStream: false, context.RequestAborted);
        if (read < HeaderBytes)
            throw Malformed(method, $"it ends after {read} bytes of at least {HeaderBytes}");
        uint length = BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(1));
        if (header[0] > 1)
            throw Malformed(method, $"its first byte is {header[0]}; expected 0, or 1 for a compressed message");
        if (header[0] == 1 && context.Request.Headers["grpc-encoding"].ToString() is "" or "identity")
            throw Malformed(method, "the message is compressed, and the header grpc-encoding does not say how");
        if (length > int.MaxValue)
            throw Malformed(method, $"its length is {length}");
        if (length > longest)
            throw TooLong(method, $"has {length} bytes", longest);
        frame.Begin(header);
        if (!await frame.FillAsync(body, HeaderBytes + length, HeaderBytes + length, context.RequestAborted))
            throw Malformed(method, "bytes follow the message");
        if (frame.Length < HeaderBytes + length)
            throw Malformed(method, $"it ends after {frame.Length} bytes of {HeaderBytes + length}");
        return header[0] == 1;
    }

    private static async Task<PooledBuffer> DecompressAsync(
        PooledBuffer frame, BodyEncoding encoding, UploadShare share, UploadBudget budget, string method, long longest,
        CancellationToken cancellationToken)
    {
        var message = new PooledBuffer(share);
        try
        {
            using Stream sent = frame.OpenRead(HeaderBytes);
            Stream unpacked = await encoding.Decompress(sent, cancellationToken);
            using var content = new DecompressedStream(unpacked, encoding, "grpc-encoding", share, budget.Limits);
            message.Begin(new byte[HeaderBytes]);
            if (!await message.FillAsync(content, HeaderBytes + longest, expected: null, cancellationToken))
                throw TooLong(method, "exceeds, decompressed, its limit", longest);
            BinaryPrimitives.WriteInt32BigEndian(message.Bytes[1..], message.Length - HeaderBytes);
            frame.Dispose();
            return message;
        }
        catch
        {
            message.Dispose();
            throw;
        }
    }

    private static ApiException TooLong(string method, string found, long longest) =>
        new(ErrorCodes.BodyTooLarge, $"The message to {method} {found}, which exceeds the {longest} bytes that are taken.");

    private static ApiException Malformed(string method, string found) =>
        new(
            ErrorCodes.InvalidBody,
            $"The message to {method} is in no valid frame of gRPC: {found}. Send one with a client of gRPC.");
}
