namespace Fovea.Fuzz.Targets;

/// <summary>An ONNX file, byte for byte, through the whole pipeline.</summary>
internal static class ModelTarget
{
    /// <summary>Runs it; its length decides which way.</summary>
    public static void Run(byte[] bytes) => Pipeline.Run(bytes, bytes.Length);
}
