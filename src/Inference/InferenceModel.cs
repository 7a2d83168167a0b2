namespace Fovea.Inference;

/// <summary>
/// A loaded model: its graph and its weights, from which plans are compiled for each input shape and each set of requested
/// outputs. Immutable from outside; thread-safe.
/// </summary>
public sealed class InferenceModel : IDisposable
{
    /// <summary>The name of the file or the name given at loading; used in messages.</summary>
    public string Name => throw new NotImplementedException();

    /// <summary>The version of the default ONNX operator set that the model is written in.</summary>
    public long OpsetVersion => throw new NotImplementedException();

    /// <summary>The inputs that a run must be given (initialisers left out), in the model's order.</summary>
    public IReadOnlyList<ModelValue> Inputs => throw new NotImplementedException();

    /// <summary>The model's outputs, in the model's order.</summary>
    public IReadOnlyList<ModelValue> Outputs => throw new NotImplementedException();

    /// <summary>The number of trained values: elements of all floating-point initialisers that the graph uses.</summary>
    public long ParameterCount => throw new NotImplementedException();

    /// <summary>Every node output that depends on the inputs, in execution order.</summary>
    public IReadOnlyList<string> LayerNames => throw new NotImplementedException();

    /// <summary>The ONNX operator that writes the model's first output, through Identity, Flatten, Reshape, Squeeze and Dropout: "Softmax" says that scores are probabilities.</summary>
    public string FinalOperator => throw new NotImplementedException();

    /// <summary>Resolves a value name, or a unique node name, to the name of a layer; null when there is none. On conflict the value name wins.</summary>
    public string? FindLayer(string name) => throw new NotImplementedException();

    /// <summary>Describes every layer for the given input shapes: output shapes, windows, costs, receptive fields and fusion.</summary>
    /// <exception cref="InvalidInputException">The shapes do not fit the model's inputs.</exception>
    public IReadOnlyList<LayerInfo> DescribeLayers(IReadOnlyList<Shape> inputShapes) => throw new NotImplementedException();

    /// <summary>The compiled plan for these input shapes (in the order of <see cref="Inputs"/>) and outputs (value names; the model's outputs when null). Plans are cached.</summary>
    /// <exception cref="InvalidInputException">The shapes do not fit the model's inputs, or an output does not exist.</exception>
    public CompiledPlan Compile(IReadOnlyList<Shape> inputShapes, IReadOnlyList<string>? outputs = null) => throw new NotImplementedException();

    /// <summary>Releases the packed weights, after the runs in flight.</summary>
    public void Dispose()
    {
    }
}

/// <summary>An input or output of a model as the file declares it.</summary>
/// <param name="Name">The ONNX value name.</param>
/// <param name="ElementType">The element type.</param>
/// <param name="Shape">The declared shape; dynamic extents are symbolic.</param>
public sealed record ModelValue(string Name, ElementType ElementType, SymbolicShape Shape);
