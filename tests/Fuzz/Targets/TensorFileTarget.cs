using Fovea.Inference.Onnx;

namespace Fovea.Fuzz.Targets;

/// <summary>A file of one tensor, as self-tests have them.</summary>
internal static class TensorFileTarget
{
    private static readonly Lazy<string> File = new(() => Path.Combine(ScratchFolder.Add("tensor"), "input_0.pb"));

    /// <summary>Writes the file and reads it.</summary>
    public static void Run(byte[] bytes)
    {
        System.IO.File.WriteAllBytes(File.Value, bytes);
        TensorFile.Read(File.Value);
    }
}
