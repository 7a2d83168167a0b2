using System.Buffers;
using System.IO.Pipelines;
using Fovea.Api.OpenInference.Grpc;

namespace Fovea.Fuzz.Targets;

/// <summary>The body of a call of gRPC: a frame around the message.</summary>
internal static class FrameTarget
{
    private const int HeaderBytes = 5;

    /// <summary>Reads the frame, then the message in it.</summary>
    public static void Run(byte[] bytes)
    {
        PipeReader reader = new CheckedMessageReader(PipeReader.Create(new ReadOnlySequence<byte>(bytes)), "ModelInfer", encoded: false);
        if (reader.TryRead(out ReadResult result) && result.Buffer.Length > HeaderBytes)
            InferTarget.RunMessage(result.Buffer.Slice(HeaderBytes).ToArray());
    }
}
