using System.Buffers;
using Fovea.Inference;
using Fovea.Models.FeatureMaps;
using Fovea.Models.Hosting;
using Fovea.Models.Postprocessing;

namespace Fovea.Models.Serving;

/// <summary>Feature maps of the values that a run shows, one after another in the same memory.</summary>
internal sealed class ObservedMaps(HostedModel model) : IDisposable
{
    private byte[] _memory = [];

    /// <summary>The map of the first image; valid until the next one is made.</summary>
    public FeatureMap Of(LayerInfo layer, TensorView value)
    {
        Shape one = model.MapShape(value.Shape);
        int bytes = checked((int)one.ElementCount * value.ElementType.SizeInBytes());
        if (_memory.Length < bytes)
        {
            Return();
            _memory = ArrayPool<byte>.Shared.Rent(bytes);
        }

        value.Bytes[..bytes].CopyTo(_memory);
        return new FeatureMap(layer, TensorValues.ToFloat32(new Tensor(value.ElementType, one, _memory.AsMemory(0, bytes))));
    }

    public void Dispose() => Return();

    private void Return()
    {
        if (_memory.Length > 0)
            ArrayPool<byte>.Shared.Return(_memory);
        _memory = [];
    }
}
