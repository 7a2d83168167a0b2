using Fovea.Inference.Graphs;

namespace Fovea.Inference.Operators;

/// <summary>The activation that ONNX Runtime's optimiser names in an attribute of a node.</summary>
internal static class FusedActivation
{
    /// <summary>The activations, and the attributes that their parameters are.</summary>
    private static readonly (Operator Operator, string[] Parameters)[] All =
    [
        (new Relu(), []),
        (new Sigmoid(), []),
        (new Tanh(), []),
        (new LeakyRelu(), ["alpha"]),
        (new Clip(), ["min", "max"]),
        (new HardSigmoid(), ["alpha", "beta"]),
    ];

    /// <summary>Applies the activation to a value and makes the result output 0 of the node.</summary>
    /// <param name="context">The node.</param>
    /// <param name="value">What it is applied to.</param>
    /// <param name="activation">The activation; none if it is empty.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <exception cref="UnsupportedModelException">There is no such activation.</exception>
    public static void SetActivated(this Unfolding context, Value value, string activation, float[] parameters)
    {
        if (activation.Length == 0)
        {
            context.Set(0, value);
            return;
        }

        (Operator Operator, string[] Parameters) found = Array.Find(All, a => a.Operator.Name == activation);
        if (found.Operator is null)
        {
            throw context.Node.Unsupported(
                $"its activation is '{activation}'; supported are {string.Join(", ", All.Select(a => a.Operator.Name))}");
        }

        if (parameters.Length < found.Parameters.Length)
        {
            throw context.Node.Invalid(
                $"its activation {activation} has {parameters.Length} parameters; expected {string.Join(" and ", found.Parameters)}");
        }

        (string, object)[] attributes = [.. found.Parameters.Select((name, i) => (name, (object)parameters[i]))];
        // The bounds of a Clip are attributes up to opset 10; nothing else changed since.
        context.Add(found.Operator, 10, [value], [context.Node.Outputs[0]], attributes);
    }

    /// <summary>The attributes of the node without those of its activation.</summary>
    public static (string Name, object Value)[] OwnAttributes(Node node) =>
    [
        .. node.Attributes.Values.Where(a => !a.Key.StartsWith("activation", StringComparison.Ordinal)).Select(a => (a.Key, a.Value)),
    ];
}
