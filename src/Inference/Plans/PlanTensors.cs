using System.Diagnostics.CodeAnalysis;

namespace Fovea.Inference.Plans;

/// <summary>Compares the tensors that a caller gives with those that a plan takes.</summary>
internal static class PlanTensors
{
    /// <param name="tensors">The caller's tensors.</param>
    /// <param name="values">What the plan takes.</param>
    /// <param name="what">What they are, for errors: input or output.</param>
    /// <param name="model">The model, for errors.</param>
    /// <exception cref="InvalidInputException">Their number, a shape or an element type differs.</exception>
    public static void Check(ReadOnlySpan<Tensor> tensors, PlanValue[] values, string what, ErrorContext model)
    {
        if (tensors.Length != values.Length)
        {
            string names = string.Join(", ", values.Select(v => v.Name));
            throw new InvalidInputException($"{tensors.Length} {what} tensors given; the plan has {values.Length}: {names}.")
            {
                Context = model,
            };
        }

        for (int i = 0; i < values.Length; i++)
        {
            if (tensors[i].ElementType != values[i].ElementType || !tensors[i].Shape.Equals(values[i].Shape))
                ThrowMismatch(tensors[i], values[i], what, model);
        }
    }

    [DoesNotReturn]
    private static void ThrowMismatch(Tensor tensor, PlanValue value, string what, ErrorContext model) =>
        throw new InvalidInputException($"the {what} '{value.Name}' takes {value.ElementType}{value.Shape}; found {tensor}.")
        {
            Context = model,
        };
}
