using Fovea.Inference.Onnx.Schema;

namespace Fovea.Inference.Onnx;

/// <summary>The functions that a model defines: operators whose nodes are given. They are inlined where they are called.</summary>
internal sealed class ModelFunctions
{
    private readonly Dictionary<(OperatorName Name, string Overload), FunctionProto> _functions = [];

    /// <param name="model">The model.</param>
    /// <exception cref="InvalidModelException">A function is defined twice.</exception>
    public ModelFunctions(ModelProto model)
    {
        foreach (FunctionProto function in model.Functions)
        {
            if (!_functions.TryAdd((OperatorName.Of(function), function.Overload), function))
                throw new InvalidModelException($"The function {OperatorName.Of(function).Shown} is defined twice.");
        }
    }

    /// <summary>The function that a node calls; null if it calls none. A function goes before an operator of the same name.</summary>
    public FunctionProto? Find(NodeProto node) => _functions.Count == 0
        ? null
        : _functions.GetValueOrDefault((OperatorName.Of(node), node.Overload));
}
