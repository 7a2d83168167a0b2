namespace Fovea.Inference.Weights;

/// <summary>Zeros, for taps outside an image or as the bias of a layer without one; needs no source.</summary>
/// <param name="Count">The number of floats.</param>
internal sealed record ZeroPacking(int Count) : Packing
{
    public override ElementType ElementType => ElementType.Float32;

    public override long Elements => Count;

    public override unsafe void Pack(in PackingSource source, int part, void* target) => new Span<float>(target, Count).Clear();
}
