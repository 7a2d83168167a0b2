namespace Fovea.Inference.Plans;

/// <summary>Puts tensors that were given by name into the model's order.</summary>
internal static class NamedInputs
{
    /// <summary>One tensor for each of the model's inputs, of the declared element type. Shapes are left to the compiler.</summary>
    /// <exception cref="InvalidInputException">A name is unknown, missing or given twice, or an element type is another one.</exception>
    public static Tensor[] Order(
        ReadOnlySpan<(string Name, Tensor Tensor)> given, IReadOnlyList<ModelValue> inputs, ErrorContext context)
    {
        var ordered = new Tensor?[inputs.Count];
        foreach ((string name, Tensor tensor) in given)
        {
            ArgumentNullException.ThrowIfNull(name, nameof(given));
            ArgumentNullException.ThrowIfNull(tensor, nameof(given));
            int place = IndexOf(inputs, name);
            if (place < 0)
                throw Refused(Unknown(name, inputs), context);
            if (ordered[place] is not null)
                throw Refused($"the input '{name}' is given twice.", context);
            if (tensor.ElementType != inputs[place].ElementType)
                throw Refused(
                    $"the input '{name}' takes {inputs[place].ElementType}{inputs[place].Shape}; found {tensor}.", context);
            ordered[place] = tensor;
        }

        int missing = Array.IndexOf(ordered, null);
        if (missing >= 0)
            throw Refused($"the input {Text(inputs[missing])} is missing; a run is given every input by name.", context);
        return ordered!;
    }

    private static int IndexOf(IReadOnlyList<ModelValue> inputs, string name)
    {
        for (int i = 0; i < inputs.Count; i++)
        {
            if (inputs[i].Name == name)
                return i;
        }

        return -1;
    }

    private static string Unknown(string name, IReadOnlyList<ModelValue> inputs) =>
        $"there is no input '{name}'.{NearestNames.Sentence(NearestNames.Find(name, inputs.Select(input => input.Name)))} " +
        $"The model takes {string.Join(", ", inputs.Select(Text))}.";

    private static string Text(ModelValue input) => $"'{input.Name}' {input.ElementType}{input.Shape}";

    private static InvalidInputException Refused(string problem, ErrorContext context) => new(problem) { Context = context };
}
