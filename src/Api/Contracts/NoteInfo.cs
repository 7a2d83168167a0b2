using System.ComponentModel;
using System.Text.Json.Serialization;
using Fovea.Models.Packages.Settings;

namespace Fovea.Api.Contracts;

/// <summary>Something in a model's folder that is not used, or that had to be assumed.</summary>
[Description("Something in a model's folder that is not used, or that had to be assumed.")]
public sealed record NoteInfo
{
    [Description("'warning' where the answers may be wrong because of it, else 'note'.")]
    [JsonConverter(typeof(CamelCaseEnumConverter<NoteSeverity>))]
    public required NoteSeverity Severity { get; init; }

    [Description("The file that it is about.")]
    public required string File { get; init; }

    [Description("The field in the file; absent where the whole file is meant.")]
    public string? Field { get; init; }

    [Description("What was found, and what became of it.")]
    public required string Text { get; init; }
}
