namespace Fovea.Api.Options.Settings;

/// <summary>
/// The configuration is wrong, and the server does not start; the message names each setting, what was found and what was expected.
/// </summary>
public sealed class InvalidConfigurationException(string message, Exception? inner = null) : Exception(message, inner);
