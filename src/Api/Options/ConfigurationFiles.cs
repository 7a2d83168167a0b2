using System.Text.Json;
using Fovea.Api.Options.Settings;

namespace Fovea.Api.Options;

/// <summary>A builder with the whole configuration: files, environment, command line.</summary>
internal static class ConfigurationFiles
{
    /// <param name="settings">Settings of the command line: <c>--NAME=VALUE</c> each.</param>
    /// <exception cref="InvalidConfigurationException">A file of settings cannot be read.</exception>
    public static WebApplicationBuilder CreateBuilder(string[] settings)
    {
        try
        {
            return WebApplication.CreateBuilder(settings);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidConfigurationException(Describe(e), e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidConfigurationException($"The settings cannot be read: {e.Message}", e);
        }
    }

    private static string Describe(InvalidDataException error)
    {
        string file = error.Message.Split('\'') is [_, var path, ..] ? path : "appsettings.json";
        for (Exception? cause = error; cause is not null; cause = cause.InnerException)
        {
            if (cause is JsonException { LineNumber: { } line, BytePositionInLine: { } column })
                return $"The file of settings '{file}' is not valid JSON: line {line + 1}, column {column + 1}: {Sentence(cause.Message)}";
        }

        return $"The file of settings '{file}' cannot be used: {error.GetBaseException().Message}";
    }

    /// <summary>The message without the position, which it repeats.</summary>
    private static string Sentence(string message) => message.Contains("does not contain any JSON", StringComparison.Ordinal)
        ? "it is empty; expected an object such as { \"Models\": { \"Path\": \"/srv/models\" } }."
        : message.Split(" LineNumber:")[0].Split(" Path:")[0];
}
