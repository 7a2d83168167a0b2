using System.ComponentModel;
using System.Globalization;
using Fovea.Api.Errors;
using Fovea.Inference;
using Microsoft.AspNetCore.Mvc;

namespace Fovea.Api.Http;

/// <summary>What the layers of an image are compared with.</summary>
internal sealed record DiffQuery
{
    private const double UsualTolerance = 1e-3;

    [FromQuery(Name = "image")]
    [Description("The id of the image, from an answer of POST /predict, where none comes with the call.")]
    public string? Image { get; init; }

    [FromQuery(Name = "other")]
    [Description("The name of another model, with which the image's layers are compared.")]
    public string? Other { get; init; }

    [FromQuery(Name = "otherVersion")]
    [Description("The version of the other model, or another version of this one.")]
    public string? OtherVersion { get; init; }

    [FromQuery(Name = "otherImage")]
    [Description("The id of another image, with whose layers the image's are compared.")]
    public string? OtherImage { get; init; }

    [FromQuery(Name = "tolerance")]
    [Description("From which difference on a layer differs, a number from 0 on; where the layer's largest absolute value is above 1, a "
        + "part of that value. Without it, 0.001.")]
    public string? Tolerance { get; init; }

    /// <summary>The tolerance.</summary>
    /// <exception cref="ApiException">It is no number.</exception>
    public double ReadTolerance()
    {
        if (Tolerance is null)
            return UsualTolerance;
        return double.TryParse(Tolerance, NumberStyles.Float, CultureInfo.InvariantCulture, out double tolerance)
            && double.IsFinite(tolerance) && tolerance >= 0
            ? tolerance
            : throw new ApiException(
                ErrorCodes.InvalidParameter,
                $"The parameter 'tolerance' is '{ShownText.Name(Tolerance)}'; expected a number from 0 on, such as 0.001 or 1e-5.");
    }
}
