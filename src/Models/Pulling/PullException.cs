namespace Fovea.Models.Pulling;

/// <summary>
/// A model could not be pulled. The message says what was found, what was expected and what to do. An existing model is unchanged.
/// </summary>
public sealed class PullException(string message, Exception? inner = null) : Exception(message, inner);
