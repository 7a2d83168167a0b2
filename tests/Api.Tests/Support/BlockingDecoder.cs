using System.Collections.Concurrent;
using Fovea.Imaging.Decoding;
using Fovea.Imaging.Pixels;

namespace Fovea.Api.Tests.Support;

/// <summary>A decoder that stands still until it is let go, so that a request occupies its place for as long as a test wants.</summary>
internal sealed class BlockingDecoder : IImageDecoder, IDisposable
{
    private readonly SkiaImageDecoder _inner = new();
    private readonly ManualResetEventSlim _go = new();
    private readonly SemaphoreSlim _entered = new(0);

    /// <summary>The lengths of the files, in the order in which they came.</summary>
    public ConcurrentQueue<int> Lengths { get; } = new();

    public DecodedImage Decode(ReadOnlyMemory<byte> bytes)
    {
        Lengths.Enqueue(bytes.Length);
        _entered.Release();
        _go.Wait();
        return _inner.Decode(bytes);
    }

    public async Task WaitUntilEnteredAsync() =>
        Assert.True(await _entered.WaitAsync(TimeSpan.FromSeconds(30)), "No request reached the decoder.");

    public void LetGo() => _go.Set();

    public void Dispose()
    {
        _go.Set();
        _go.Dispose();
        _entered.Dispose();
    }
}
