namespace Fovea.Api.Options.Settings;

/// <summary>The sentence about a setting with a wrong value: its name, what was found, where it was set, and what is expected.</summary>
internal static class WrongValue
{
    public static string Of(IConfiguration configuration, string setting, string value, string expected) =>
        $"The setting '{setting}' is '{value}'{SettingOrigin.Of(configuration, setting)}; expected {expected}.";
}
