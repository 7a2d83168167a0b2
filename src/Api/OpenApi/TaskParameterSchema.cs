using System.Globalization;
using Fovea.Models.Tasks;
using Microsoft.OpenApi;

namespace Fovea.Api.OpenApi;

/// <summary>
/// The schemas of the parameters that tasks have. None has a default: clients send that to models of every task, and only some take it.
/// </summary>
internal static class TaskParameterSchema
{
    /// <summary>What a parameter means, and what is taken where it is not given.</summary>
    public static string Describe(TaskParameter parameter) => parameter is IntegerParameter { Default: { } usual }
        ? $"{parameter.Description} {usual} where it is not given."
        : parameter.Description;

    public static OpenApiSchema Of(TaskParameter parameter) => parameter switch
    {
        IntegerParameter { Maximum: int.MaxValue } whole => OperationEditor.Number(whole.Minimum),
        IntegerParameter whole => OperationEditor.Number(whole.Minimum, whole.Maximum),
        NumberParameter number => new OpenApiSchema
        {
            Type = JsonSchemaType.Number,
            Format = "double",
            Minimum = number.Minimum.ToString(CultureInfo.InvariantCulture),
            Maximum = number.Maximum.ToString(CultureInfo.InvariantCulture),
        },
        ChoiceParameter choice => OperationEditor.Choice(null, choice.Names),
        FlagParameter => new OpenApiSchema { Type = JsonSchemaType.Boolean },
        _ => new OpenApiSchema { Type = JsonSchemaType.String },
    };
}
