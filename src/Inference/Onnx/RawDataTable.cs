using Fovea.Inference.Onnx.Schema;
using Fovea.Inference.Operators;

namespace Fovea.Inference.Onnx;

/// <summary>Where a tensor's raw_data lies in the model file.</summary>
/// <param name="Offset">The first byte.</param>
/// <param name="Length">The number of bytes; they lie inside the file.</param>
internal readonly record struct RawData(long Offset, long Length);

/// <summary>
/// The raw_data that stays in the file, by the tensor message that it belongs to (this object, not one of equal contents).
/// </summary>
internal sealed class RawDataTable
{
    private readonly Dictionary<TensorProto, RawData> _entries = new(ReferenceEqualityComparer.Instance);

    public int Count => _entries.Count;

    public void Add(TensorProto tensor, RawData data) => _entries.Add(tensor, data);

    /// <summary>The place of a tensor's raw_data; null when the message holds its data.</summary>
    public RawData? Find(TensorProto tensor) => _entries.TryGetValue(tensor, out RawData data) ? data : null;
}
