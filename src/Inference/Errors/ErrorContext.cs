using System.Text;

namespace Fovea.Inference;

/// <summary>Where an error happened, from the model to the tensor; null is what is not known, or does not apply.</summary>
public sealed record ErrorContext
{
    /// <summary>Nothing is known of the place.</summary>
    public static ErrorContext None { get; } = new();

    /// <summary>The model, by the name that it has in messages.</summary>
    public string? Model { get; init; }

    /// <summary>The path of the file that is read: the model's own, one of external data beside it, or one tensor.</summary>
    public string? File { get; init; }

    /// <summary>The node: its name or, where it has none, that of its first output.</summary>
    public string? Node { get; init; }

    /// <summary>The node's operator.</summary>
    public string? Operator { get; init; }

    /// <summary>The node's attribute.</summary>
    public string? Attribute { get; init; }

    /// <summary>The tensor: an initialiser, the value of an attribute, or an input.</summary>
    public string? Tensor { get; init; }

    /// <summary>
    /// The beginning of a message, <c>model.onnx: node 'conv1' (Conv): attribute 'pads': </c>; empty where nothing is known. A file stands
    /// for the model where there is none, by its name.
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
    /// On an error's way out of this place: one of ours gains the place in its context, and the caller throws it on (<c>throw;</c>, which
    /// keeps its trace); for what nobody foresaw, the fault that the caller throws instead is returned.
    /// </summary>
    /// <param name="error">What was caught.</param>
    /// <param name="activity">What the engine did, as the subject of a sentence: <c>lowering</c>, <c>the pass FuseGelu</c>.</param>
    internal EngineFaultException? Locate(Exception error, string activity)
    {
        (error as InferenceException)?.AddContext(this);
        return EngineFaultException.IsFault(error) ? new EngineFaultException(activity, error, this) : null;
    }

    /// <summary>This place inside another: what both know is this one's.</summary>
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
}
