using System.ComponentModel.DataAnnotations;

namespace Fovea.Api.Options.Validation;

/// <summary>A number within bounds.</summary>
/// <param name="minimum">The smallest value.</param>
/// <param name="maximum">The largest value.</param>
/// <param name="expected">The bounds in words, for the message.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class NumberAttribute(double minimum, double maximum, string expected) : RangeAttribute(minimum, maximum)
{
    public NumberAttribute(double minimum, double maximum)
        : this(minimum, maximum, FormattableString.Invariant($"{minimum} to {maximum}"))
    {
    }

    /// <summary>Whether 0 is taken too, which switches something off.</summary>
    public bool OrZero { get; set; }

    public override bool IsValid(object? value) => base.IsValid(value) || (OrZero && value is 0.0);

    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext) =>
        IsValid(value) ? ValidationResult.Success : SettingError.Of(validationContext, value!, expected);
}
