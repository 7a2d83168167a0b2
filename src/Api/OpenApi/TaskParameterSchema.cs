using System.Globalization;
using Fovea.Models.Tasks;
using Microsoft.OpenApi;

namespace Fovea.Api.OpenApi;

/// <summary>The schemas of the parameters that tasks have.</summary>
internal static class TaskParameterSchema
{
    public static OpenApiSchema Of(TaskParameter parameter) => parameter switch
    {
        IntegerParameter { Maximum: int.MaxValue } whole => OperationEditor.Number(whole.Minimum, null, whole.Default),
        IntegerParameter whole => OperationEditor.Number(whole.Minimum, whole.Maximum, whole.Default),
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
