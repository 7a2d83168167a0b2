using Fovea.Api.V2.Tensors;
using Fovea.Inference;

namespace Fovea.Api.V2.Inference;

/// <summary>One input of a request: a tensor, or (BYTES) a list of elements. Both may lie in the request's own memory.</summary>
internal sealed class InferInput : IDisposable
{
    private readonly IDisposable? _memory;

    public InferInput(string name, Tensor tensor, IDisposable? memory = null) => (Name, Shape, Tensor, _memory) = (name, tensor.Shape, tensor, memory);

    public InferInput(string name, Shape shape, IReadOnlyList<ReadOnlyMemory<byte>> elements) => (Name, Shape, Elements) = (name, shape, elements);

    public string Name { get; }

    public Shape Shape { get; }

    /// <summary>The tensor; null when the datatype is BYTES.</summary>
    public Tensor? Tensor { get; }

    /// <summary>The elements when the datatype is BYTES, else null.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>>? Elements { get; }

    public string Datatype => Tensor is null ? Datatypes.Bytes : Datatypes.NameOf(Tensor.ElementType);

    public void Dispose() => _memory?.Dispose();
}
