using System.ComponentModel.DataAnnotations;
using Fovea.Models.Packages;

namespace Fovea.Api.Options.Validation;

/// <summary>A <see cref="VersionPolicy"/> as text.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class VersionPolicyAttribute : ValidationAttribute
{
    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext) =>
        VersionPolicy.TryParse((string?)value, out _)
            ? ValidationResult.Success
            : SettingError.Of(validationContext, value ?? "", VersionPolicy.Forms);
}
