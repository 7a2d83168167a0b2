using System.Text;

namespace Fovea.Inference;

/// <summary>
/// Where an error happened, from the model down to the tensor; a part that is unknown or does not apply is null. Names are kept as
/// <see cref="ShownText.Name"/> shows them: they come from files.
/// </summary>
public sealed record ErrorContext
{
    /// <summary>Nothing is known.</summary>
    public static ErrorContext None { get; } = new();

    /// <summary>The model's name in messages.</summary>
    public string? Model { get; init => field = Shown(value); }

    /// <summary>The path of the file being read: the model file, an external data file beside it, or a file of one tensor.</summary>
    public string? File { get; init; }

    /// <summary>The node's name, or the name of its first output if it has none.</summary>
    public string? Node { get; init => field = Shown(value); }

    /// <summary>The node's operator.</summary>
    public string? Operator { get; init => field = Shown(value); }

    /// <summary>The node's attribute.</summary>
    public string? Attribute { get; init => field = Shown(value); }

    /// <summary>The tensor: an initialiser, the value of an attribute, or an input.</summary>
    public string? Tensor { get; init => field = Shown(value); }

    /// <summary>
    /// The prefix of a message, <c>model.onnx: node 'conv1' (Conv): attribute 'pads': </c>; empty if nothing is known. Without a model, the
    /// file name takes its place.
    /// </summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        if (Model is not null)
            text.Append(Model).Append(": ");
        else if (File is not null)
            text.Append('\'').Append(Path.GetFileName(File)).Append("': ");
        if (Node is not null || Operator is not null)
            text.Append("node '").Append(Node).Append("' (").Append(Operator).Append("): ");
        if (Attribute is not null)
            text.Append("attribute '").Append(Attribute).Append("': ");
        if (Tensor is not null)
            text.Append("tensor '").Append(Tensor).Append("': ");
        return text.ToString();
    }

    /// <summary>
    /// Adds this context to an error that is passed on. For an <see cref="InferenceException"/>, returns null: the caller rethrows it
    /// (<c>throw;</c> keeps its stack trace). For an unexpected exception, returns the <see cref="EngineFaultException"/> to throw instead.
    /// </summary>
    /// <param name="error">The exception that was caught.</param>
    /// <param name="activity">What the engine was doing, as the subject of a sentence: <c>lowering</c>, <c>the pass FuseGelu</c>.</param>
    internal EngineFaultException? Locate(Exception error, string activity)
    {
        (error as InferenceException)?.AddContext(this);
        return EngineFaultException.IsFault(error) ? new EngineFaultException(activity, error, this) : null;
    }

    /// <summary>Combines this context with an outer one; if both know a part, this one's value is used.</summary>
    internal ErrorContext Within(ErrorContext outer)
    {
        bool hasNode = Node is not null || Operator is not null;
        return new ErrorContext
        {
            Model = Model ?? outer.Model,
            File = File ?? outer.File,
            Node = hasNode ? Node : outer.Node,
            Operator = hasNode ? Operator : outer.Operator,
            Attribute = Attribute ?? outer.Attribute,
            Tensor = Tensor ?? outer.Tensor,
        };
    }

    private static string? Shown(string? name) => name is null ? null : ShownText.Name(name);
}
