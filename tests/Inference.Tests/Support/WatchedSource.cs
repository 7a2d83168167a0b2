using Fovea.Inference.Onnx;
using Fovea.Inference.Tensors;

namespace Fovea.Inference.Tests.Support;

/// <summary>A model file in memory that is read like one on disk, counts the bytes read, and can fail or block.</summary>
internal sealed class WatchedSource(byte[] bytes) : ByteSource
{
    private long _bytesRead;

    /// <summary>Bytes read so far.</summary>
    public long BytesRead => Interlocked.Read(ref _bytesRead);

    /// <summary>Called before each read with its range; may throw.</summary>
    public Action<long, int>? Before { get; set; }

    public override long Length => bytes.Length;

    /// <summary>Loads the model; its weights stay in this source.</summary>
    public InferenceModel Load(InferenceEngine engine) => engine.Load(ModelFiles.Of(this), "watched.onnx");

    public override void Read(long offset, Span<byte> destination)
    {
        Before?.Invoke(offset, destination.Length);
        Interlocked.Add(ref _bytesRead, destination.Length);
        bytes.AsSpan((int)offset, destination.Length).CopyTo(destination);
    }
}
