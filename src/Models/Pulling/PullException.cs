namespace Fovea.Models.Pulling;

/// <summary>A model could not be pulled; the message says what was found, what was expected and what to do. What was there before is untouched.</summary>
public sealed class PullException(string message, Exception? inner = null) : Exception(message, inner);
