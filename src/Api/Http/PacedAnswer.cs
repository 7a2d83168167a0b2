using Fovea.Api.Options;

namespace Fovea.Api.Http;

/// <summary>
/// The body of an answer that may be long. The server copies what it is given before it sends it, and its own limit is an average: so it is
/// given parts, each of which its reader takes at <c>Limits:MinDataRate</c> and with a pause of <see cref="BodyPace.Pause"/> at most. Else
/// the connection is closed.
/// </summary>
internal sealed class PacedAnswer : Stream
{
    private const int PartBytes = 64 << 10;

    private readonly Stream _body;
    private readonly HttpContext _context;
    private readonly TimeSpan _longest;
    private readonly CancellationTokenSource _slow = new();

    private PacedAnswer(HttpContext context, LimitsOptions limits)
    {
        (_body, _context) = (context.Response.Body, context);
        _longest = BodyPace.Pause + TimeSpan.FromSeconds((double)PartBytes / limits.MinDataRate);
        _slow.Token.Register(context.Abort);
        context.Response.RegisterForDispose(_slow);
    }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Writes the answer's body in this way from now on.</summary>
    public static void Use(HttpContext context, LimitsOptions limits)
    {
        if (limits.MinDataRate > 0)
            context.Response.Body = new PacedAnswer(context, limits);
    }

    /// <exception cref="OperationCanceledException">The client has left, or reads too slowly.</exception>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        for (int at = 0; at < buffer.Length; at += PartBytes)
        {
            ValueTask writing = _body.WriteAsync(buffer.Slice(at, Math.Min(PartBytes, buffer.Length - at)), cancellationToken);
            if (writing.IsCompletedSuccessfully)
                continue;
            _slow.CancelAfter(_longest);
            await writing;
            _slow.CancelAfter(Timeout.InfiniteTimeSpan);
            _context.RequestAborted.ThrowIfCancellationRequested();
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => _body.FlushAsync(cancellationToken);

    public override void Flush() => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
