using Fovea.Inference.Files;

namespace Fovea.Inference.Onnx;

/// <summary>Tells ONNX files from others without loading them.</summary>
public static class ModelFileCheck
{
    /// <summary>Checks that a file holds an ONNX graph: its messages are read, its weights, operators and shapes are not.</summary>
    /// <param name="path">The file; a link is not followed.</param>
    /// <exception cref="InvalidModelException">It holds none; what it is instead is named where its first bytes tell.</exception>
    /// <exception cref="UnsuitableFileException">It is no regular file.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static void Require(string path)
    {
        using var source = new FileSource(path, followLink: false);
        using var budget = new LoadBudget(new LoadLimits());
        budget.AddFile(source.Length);
        ModelReader.Read(source, budget);
    }
}
