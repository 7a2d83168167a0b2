using System.ComponentModel.DataAnnotations;

namespace Fovea.Api.Options.Validation;

/// <summary>The message about a setting with a wrong value: its name, what was found and what is expected.</summary>
internal static class SettingError
{
    public static ValidationResult Of(string setting, object found, string expected) =>
        new($"The setting '{setting}' is {found}; expected {expected}.");

    /// <summary>Of the property that is being validated, such as <c>ServerOptions.Limits.MaxFiles</c>.</summary>
    public static ValidationResult Of(ValidationContext context, object found, string expected)
    {
        string path = context.DisplayName;
        return Of(path[(path.IndexOf('.', StringComparison.Ordinal) + 1)..].Replace('.', ':'), found, expected);
    }
}
