using Fovea.Api.OpenInference.Core.Tensors;
using Fovea.Inference;

namespace Fovea.Api.OpenInference.Core.Inference;

/// <summary>One output of an answer: a tensor, or (BYTES) the strings of a classification.</summary>
/// <param name="Name">The output's name.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Tensor">The tensor; null when the datatype is BYTES.</param>
/// <param name="Strings">The strings when the datatype is BYTES.</param>
/// <param name="Binary">Whether the elements are sent as bytes.</param>
internal sealed record OutputValue(string Name, Shape Shape, Tensor? Tensor, IReadOnlyList<string>? Strings, bool Binary)
{
    public string Datatype => Tensor is null ? Datatypes.Bytes : Datatypes.NameOf(Tensor.ElementType);

    /// <summary>The elements as bytes, as the binary tensor extension and raw contents have them.</summary>
    public ReadOnlyMemory<byte> Bytes => Tensor?.Bytes ?? BytesElements.Join(Strings!.Select(System.Text.Encoding.UTF8.GetBytes));
}
