using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;

namespace Fovea.Api.OpenInference.Grpc;

/// <summary>
/// The body of a call that has one message, whose frame (https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md: a flag, four bytes
/// of length, the message) is checked while it arrives. The library takes a frame that is malformed for a fault of the server, INTERNAL or
/// UNKNOWN, and logs it as an error.
/// </summary>
internal sealed class CheckedMessageReader(PipeReader body, string method, bool encoded) : PipeReader, IRequestBodyPipeFeature
{
    private const int HeaderBytes = 5;

    // How many bytes the frame has; -1 until its header has come.
    private long _frame = -1;

    public PipeReader Reader => this;

    /// <summary>Checks the one message of the calls of an endpoint; those of a stream are checked where they are read.</summary>
    public static void Add(EndpointBuilder endpoint)
    {
        if (endpoint.RequestDelegate is not { } call
            || endpoint.Metadata.OfType<GrpcMethodMetadata>().FirstOrDefault() is not { Method: { } method }
            || method.Type is not (MethodType.Unary or MethodType.ServerStreaming))
            return;
        endpoint.RequestDelegate = context =>
        {
            string? encoding = context.Request.Headers["grpc-encoding"];
            context.Features.Set<IRequestBodyPipeFeature>(
                new CheckedMessageReader(context.Request.BodyReader, method.FullName, encoding is not (null or "" or "identity")));
            return call(context);
        };
    }

    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) =>
        Checked(await body.ReadAsync(cancellationToken));

    public override bool TryRead(out ReadResult result)
    {
        if (!body.TryRead(out result))
            return false;
        result = Checked(result);
        return true;
    }

    public override void AdvanceTo(SequencePosition consumed) => body.AdvanceTo(consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => body.AdvanceTo(consumed, examined);

    public override void CancelPendingRead() => body.CancelPendingRead();

    public override void Complete(Exception? exception = null) => body.Complete(exception);

    // The library takes nothing out of the buffer until the frame is whole.
    private ReadResult Checked(ReadResult result)
    {
        if (_frame == 0 || result.IsCanceled)
            return result;
        ReadOnlySequence<byte> bytes = result.Buffer;
        if (_frame < 0 && bytes.Length >= HeaderBytes)
            _frame = HeaderBytes + MessageLength(bytes);
        if (_frame < 0 ? result.IsCompleted : result.IsCompleted && bytes.Length < _frame)
            throw Malformed(bytes, $"it ends after {bytes.Length} bytes of {(_frame < 0 ? "at least 5" : $"{_frame}")}");
        if (_frame > 0 && bytes.Length > _frame)
            throw Malformed(bytes, $"{bytes.Length - _frame} bytes follow the message");
        if (result.IsCompleted)
            _frame = 0;
        return result;
    }

    private uint MessageLength(ReadOnlySequence<byte> bytes)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        bytes.Slice(0, HeaderBytes).CopyTo(header);
        uint length = BinaryPrimitives.ReadUInt32BigEndian(header[1..]);
        if (header[0] > 1)
            throw Malformed(bytes, $"its first byte is {header[0]}; expected 0, or 1 for a compressed message");
        if (header[0] == 1 && !encoded)
            throw Malformed(bytes, "the message is compressed, and the header grpc-encoding does not say how");
        return length <= int.MaxValue ? length : throw Malformed(bytes, $"its length is {length}");
    }

    private RpcException Malformed(ReadOnlySequence<byte> read, string found)
    {
        body.AdvanceTo(read.Start);
        return new RpcException(new Status(
            StatusCode.InvalidArgument, $"The message to {method} is in no valid frame of gRPC: {found}. Send one with a client of gRPC."));
    }
}
