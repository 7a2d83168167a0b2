using Fovea.Inference.Onnx.Schema;

namespace Fovea.Inference.Onnx;

/// <summary>The position of a tensor's raw_data in the model file.</summary>
/// <param name="Offset">The offset of the first byte.</param>
/// <param name="Length">The number of bytes, all inside the file.</param>
internal readonly record struct RawData(long Offset, long Length);

/// <summary>The raw_data that stays in the file, by tensor message (compared by reference).</summary>
internal sealed class RawDataTable
{
    private readonly Dictionary<TensorProto, RawData> _entries = new(ReferenceEqualityComparer.Instance);

    public int Count => _entries.Count;

    public void Add(TensorProto tensor, RawData data) => _entries.Add(tensor, data);

    /// <summary>The position of a tensor's raw_data; null if the message contains the data.</summary>
    public RawData? Find(TensorProto tensor) => _entries.TryGetValue(tensor, out RawData data) ? data : null;
}
