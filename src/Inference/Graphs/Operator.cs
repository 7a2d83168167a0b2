
namespace Fovea.Inference.Graphs;

/// <summary>
/// What the graph knows of one ONNX operator: how shapes follow, where its window looks, what it costs. One file per operator declares this
/// together with its lowering; the table of operators lists them.
/// </summary>
internal abstract class Operator
{
    /// <summary>The ONNX operator type.</summary>
    public abstract string Name { get; }

    /// <summary>How many inputs the operator takes, optional ones included, over all operator set versions. One unless overridden.</summary>
    public virtual (int Least, int Most) Inputs => (1, 1);

    /// <summary>
    /// Whether the kernels read elements of this type as input <paramref name="input"/>. Checked before shapes are inferred and before every
    /// lowering, so that neither a pass nor a kernel takes other elements for floats. Any type unless overridden.
    /// </summary>
    public virtual bool Accepts(int input, ElementType type) => true;

    /// <summary>The shape rule: sets type and shape of every output from what is known of the inputs.</summary>
    /// <exception cref="InvalidModelException">Inputs or attributes contradict the specification.</exception>
    public abstract void Infer(ShapeContext context);

    /// <summary>The window rule of the receptive field for a node with known shapes. Element-wise unless overridden.</summary>
    public virtual WindowRule Window(Node node) => WindowRule.Pointwise;

    /// <summary>Multiply-accumulate operations of a node with known shapes; null where the operator has none.</summary>
    public virtual long? MultiplyAdds(Node node) => null;

    /// <summary>
    /// Whether, with axis 0 of operands and results as the images of a batch, each image of the results depends on that image of the operands
    /// only. Asked of nodes with known shapes whose computed operands and results all have that extent of axis 0. False unless overridden.
    /// </summary>
    public virtual bool KeepsImagesApart(Node node) => false;

    /// <summary>The result for constant operands without a run, where that is no more than another view or a fill; else null.</summary>
    public virtual Tensor? Fold(Node node) => null;
}
