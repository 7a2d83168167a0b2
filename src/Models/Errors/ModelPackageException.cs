using Fovea.Inference;

namespace Fovea.Models.Errors;

/// <summary>
/// A file of a model folder is invalid. The message names the file, the field, what was found and what was expected; it is
/// cut as <see cref="ShownText.Message"/> cuts, since it quotes what files say.
/// </summary>
public sealed class ModelPackageException : Exception
{
    /// <summary>Creates the error.</summary>
    public ModelPackageException(string message, Exception? inner = null) : base(ShownText.Message(message), inner)
    {
    }
}
