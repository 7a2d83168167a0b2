using Fovea.Inference;

namespace Fovea.Models.Errors;

/// <summary>
/// What is said of an exception to those who call: what they can use, without paths of the server and without names of types. The log has
/// the exception itself.
/// </summary>
public static class ErrorText
{
    /// <summary>The text for an exception; a sentence that refers to the log where it is an unexpected one.</summary>
    /// <param name="error">The exception.</param>
    /// <param name="root">The folder in which files are named; null where none is expected in the message.</param>
    public static string Of(Exception error, string? root = null) => error switch
    {
        EngineFaultException fault =>
            $"{fault.Context}{fault.Activity} failed; that is a fault of the engine, not of the model. The server's log says more.",
        InferenceException or ModelPackageException or ServingException => error.Message,
        IOException or UnauthorizedAccessException => OfFile(error, root),
        _ => "An unexpected error occurred; the server's log says more.",
    };

    /// <summary>Whether the text leaves something out that the log should have.</summary>
    public static bool IsReduced(Exception error) =>
        error is EngineFaultException or not (InferenceException or ModelPackageException or ServingException);

    /// <summary>The system's messages quote whole paths: those inside the folder are shortened, and others are not shown.</summary>
    private static string OfFile(Exception error, string? root)
    {
        string message = root is null
            ? error.Message
            : error.Message.Replace(Path.TrimEndingDirectorySeparator(root) + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);
        return Rooted(message)
            ? "A file cannot be read; the server's log says which and why."
            : ShownText.Message(message);
    }

    /// <summary>Whether a word of the message, in quotes or not, is a whole path.</summary>
    private static bool Rooted(string message) => message.Split([' ', '\'', '"', '(', ':', ',', ';']).Any(Path.IsPathRooted);
}
