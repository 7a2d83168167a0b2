namespace Fovea.Models.Arrays;

/// <summary>A file of arrays cannot be read. The message says what was found and what was expected.</summary>
public sealed class ArrayFileException(string message, Exception? inner = null) : Exception(message, inner);
