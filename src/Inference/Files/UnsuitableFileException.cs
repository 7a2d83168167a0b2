namespace Fovea.Inference.Files;

/// <summary>
/// A file is none that is read: it is no regular file, a link where links are not followed, or longer than a file of its kind may be.
/// </summary>
public sealed class UnsuitableFileException : IOException
{
    internal UnsuitableFileException(string path, string problem)
        : base($"'{Path.GetFileName(path)}' {problem}") => Problem = problem;

    /// <summary>What was found, what was expected and what to do, without the file's name: <c>is a FIFO; expected ...</c>.</summary>
    public string Problem { get; }
}
