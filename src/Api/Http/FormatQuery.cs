using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;

namespace Fovea.Api.Http;

/// <summary>The format of an answer.</summary>
internal readonly record struct FormatQuery
{
    [FromQuery(Name = "format")]
    [Description("The format of the answer; wins over Accept.")]
    public Choice<MapFormat>? Format { get; init; }
}
