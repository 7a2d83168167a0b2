using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Fovea.Api.Options.Validation;

/// <summary>A time within bounds.</summary>
/// <param name="minimum">The shortest time, such as <c>00:00:01</c>.</param>
/// <param name="maximum">The longest time.</param>
/// <param name="expected">The bounds in words, for the message.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class TimeAttribute(string minimum, string maximum, string expected) : ValidationAttribute
{
    private readonly TimeSpan _minimum = TimeSpan.Parse(minimum, CultureInfo.InvariantCulture);
    private readonly TimeSpan _maximum = TimeSpan.Parse(maximum, CultureInfo.InvariantCulture);

    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext) =>
        value is TimeSpan time && (time < _minimum || time > _maximum)
            ? SettingError.Of(validationContext, time, expected)
            : ValidationResult.Success;
}
