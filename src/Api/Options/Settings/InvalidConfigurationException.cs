namespace Fovea.Api.Options.Settings;

/// <summary>
/// The configuration is wrong, and the server does not start; the message names each setting, what was found and what was expected.
/// </summary>
public sealed class InvalidConfigurationException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Throws where there are sentences about what is wrong: one in a line each.</summary>
    internal static void ThrowIfAny(IEnumerable<string> wrong)
    {
        string message = string.Join(Environment.NewLine, wrong);
        if (message.Length > 0)
            throw new InvalidConfigurationException(message);
    }
}
