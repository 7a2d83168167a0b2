namespace Fovea.Fuzz.Running;

/// <summary>An input broke a promise in another way than by an exception: too much memory, too much time, other pixels.</summary>
internal sealed class FuzzFindingException(string message, Exception? inner = null) : Exception(message, inner);
