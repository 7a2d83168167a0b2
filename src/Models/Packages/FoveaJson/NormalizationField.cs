using System.Text.Json;
using Fovea.Models.Packages.Json;
using Fovea.Models.Preprocessing;

namespace Fovea.Models.Packages.FoveaJson;

/// <summary>
/// Reads the field <c>normalize</c> of <c>fovea.json</c>: a name, an object with divide or scale, mean and std, or a list of steps.
/// </summary>
internal static class NormalizationField
{
    // More steps than any known pre-processing has.
    private const int MaxSteps = 16;

    public static Normalization Read(JsonField field) => field.Kind switch
    {
        JsonValueKind.String => field.Choice(("none", Normalization.None), ("imagenet", Normalization.ImageNet)),
        JsonValueKind.Object => ReadObject(field),
        JsonValueKind.Array => ReadSteps(field),
        _ => throw field.Error("\"none\", \"imagenet\", an object, or a list of steps"),
    };

    private static Normalization ReadObject(JsonField field)
    {
        field.RequireOnly("divide", "scale", "mean", "std");
        if (field.Get("divide") is not null && field.Get("scale") is not null)
            throw field.Error("divide or scale, not both");
        List<NormalizationStep> steps = [];
        Add("divide", NormalizationOperation.Divide);
        Add("scale", NormalizationOperation.Multiply);
        Add("mean", NormalizationOperation.Subtract);
        Add("std", NormalizationOperation.Divide);
        return new Normalization(steps);

        void Add(string name, NormalizationOperation operation)
        {
            if (field.Get(name) is { } value)
                steps.Add(new NormalizationStep(operation, Values(value, operation)));
        }
    }

    private static Normalization ReadSteps(JsonField field)
    {
        IReadOnlyList<JsonField> items = field.Items();
        if (items.Count > MaxSteps)
            throw field.Error($"at most {MaxSteps} steps");
        return new Normalization([.. items.Select(ReadStep)]);
    }

    private static NormalizationStep ReadStep(JsonField step)
    {
        step.RequireOnly("multiply", "divide", "subtract", "add", "precision");
        bool isDouble = step.Get("precision")?.Choice(("single", false), ("double", true)) ?? false;
        (string Name, NormalizationOperation Operation)[] operations =
        [
            ("multiply", NormalizationOperation.Multiply), ("divide", NormalizationOperation.Divide),
            ("subtract", NormalizationOperation.Subtract), ("add", NormalizationOperation.Add),
        ];
        (string Name, NormalizationOperation Operation)[] present = [.. operations.Where(o => step.Get(o.Name) is not null)];
        if (present.Length != 1)
            throw step.Error("exactly one of multiply, divide, subtract, add");
        return new NormalizationStep(present[0].Operation, Values(step.Get(present[0].Name)!.Value, present[0].Operation), isDouble);
    }

    // A divisor that rounds to zero in float32 would make every input infinite or NaN.
    private static double[] Values(JsonField field, NormalizationOperation operation)
    {
        double[] values = field.Numbers();
        if (operation == NormalizationOperation.Divide && values.Any(v => (float)v == 0))
            throw field.Error("a divisor other than 0");
        if (values.Any(v => !float.IsFinite((float)v)))
            throw field.Error("numbers within the range of a float32");
        return values;
    }
}
