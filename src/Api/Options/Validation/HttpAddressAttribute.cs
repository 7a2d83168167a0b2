using System.ComponentModel.DataAnnotations;

namespace Fovea.Api.Options.Validation;

/// <summary>An absolute address of http or https.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class HttpAddressAttribute : ValidationAttribute
{
    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext) =>
        value is Uri address && !(address.IsAbsoluteUri && address.Scheme is "http" or "https")
            ? SettingError.Of(validationContext, address, "an address of http or https")
            : ValidationResult.Success;
}
