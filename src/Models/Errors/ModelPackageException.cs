namespace Fovea.Models.Errors;

/// <summary>A file of a model folder is invalid. The message names the file, the field, what was found and what was expected.</summary>
public sealed class ModelPackageException : Exception
{
    /// <summary>Creates the error.</summary>
    public ModelPackageException(string message, Exception? inner = null) : base(message, inner)
    {
    }
}
