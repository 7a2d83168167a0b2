namespace Fovea.Inference.Tensors;

/// <summary>The elements of a constant of the model under a shape that only one plan has.</summary>
/// <param name="Source">The constant.</param>
internal sealed record PlanConstant(ConstantData Source) : ConstantData(Source.ElementType, Source.Shape)
{
    public override bool IsPlanSpecific => true;

    public override Tensor? InMemory => Source.InMemory;

    public override void Read(long offset, Span<byte> destination) => Source.Read(offset, destination);

    public override ConstantData Reshape(Shape shape) => new PlanConstant(Source.Reshape(shape));
}
