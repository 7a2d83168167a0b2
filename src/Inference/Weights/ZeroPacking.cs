namespace Fovea.Inference.Weights;

/// <summary>Zeros: what taps outside an image read, or the bias of a layer that has none. Has no source.</summary>
/// <param name="Count">How many floats.</param>
internal sealed record ZeroPacking(int Count) : Packing
{
    public override ElementType ElementType => ElementType.Float32;

    public override long Elements => Count;

    public override unsafe void Pack(in PackingSource source, int part, void* target) => new Span<float>(target, Count).Clear();
}
