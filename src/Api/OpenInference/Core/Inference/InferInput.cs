using Fovea.Api.Errors;
using Fovea.Api.OpenInference.Core.Tensors;
using Fovea.Inference;

namespace Fovea.Api.OpenInference.Core.Inference;

/// <summary>One input of a request: a tensor, or (BYTES) a list of elements. Both may lie in the request's own memory.</summary>
internal sealed class InferInput : IDisposable
{
    private readonly IDisposable? _memory;

    public InferInput(string name, Tensor tensor, IDisposable? memory = null)
    {
        Name = name;
        Shape = tensor.Shape;
        Tensor = tensor;
        _memory = memory;
    }

    public InferInput(string name, Shape shape, IReadOnlyList<ReadOnlyMemory<byte>> elements)
    {
        Name = name;
        Shape = shape;
        Elements = elements;
    }

    public string Name { get; }

    public Shape Shape { get; }

    /// <summary>The tensor; null when the datatype is BYTES.</summary>
    public Tensor? Tensor { get; }

    /// <summary>The elements when the datatype is BYTES, else null.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>>? Elements { get; }

    public string Datatype => Tensor is null ? Datatypes.Bytes : Datatypes.NameOf(Tensor.ElementType);

    /// <summary>An input whose elements came as bytes, as the binary tensor extension and gRPC's raw contents have them.</summary>
    /// <exception cref="ApiException">The datatype is unknown, or the bytes do not fit the shape.</exception>
    public static InferInput FromBinary(string name, string datatype, ReadOnlySpan<long> extents, ReadOnlyMemory<byte> data)
    {
        Shape shape = TensorShape.Of(extents, name);
        return Datatypes.Parse(datatype, name) is { } type
            ? new InferInput(name, BinaryTensor.View(type, shape, data, name))
            : new InferInput(name, shape, BytesElements.Split(data, shape, name));
    }

    public void Dispose() => _memory?.Dispose();
}
