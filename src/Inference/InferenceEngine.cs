namespace Fovea.Inference;

/// <summary>
/// The inference engine: one per process. It owns the worker threads and the pooled activation memory that all models share.
/// Thread-safe.
/// </summary>
public sealed class InferenceEngine : IDisposable
{
    /// <summary>Creates an engine.</summary>
    /// <exception cref="NotSupportedException">The requested instruction set is not available on this machine.</exception>
    public InferenceEngine(InferenceOptions? options = null) => Options = options ?? new InferenceOptions();

    /// <summary>What the engine was created with.</summary>
    public InferenceOptions Options { get; }

    /// <summary>The instruction set in use.</summary>
    public InstructionSet InstructionSet => throw new NotImplementedException();

    /// <summary>The number of threads one run may use.</summary>
    public int Threads => throw new NotImplementedException();

    /// <summary>Loads an ONNX model from a file; external tensor data is read from the same folder only.</summary>
    /// <exception cref="InvalidModelException">The file is no valid ONNX model.</exception>
    /// <exception cref="UnsupportedModelException">The model needs an operator or opset that Fovea does not have.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public InferenceModel Load(string path) => throw new NotImplementedException();

    /// <summary>Loads an ONNX model from memory; a model with external tensor data is refused.</summary>
    /// <inheritdoc cref="Load(string)"/>
    public InferenceModel Load(ReadOnlyMemory<byte> model, string name) => throw new NotImplementedException();

    /// <summary>Ends the worker threads and releases the pooled memory.</summary>
    public void Dispose()
    {
    }
}
