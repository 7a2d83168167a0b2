using Fovea.Inference.Tensors;

namespace Fovea.Inference.Graphs;

/// <summary>
/// What the graph knows of one ONNX operator: how shapes follow, where its window looks, what it costs, and what passes may do with its
/// nodes. Passes, placement and folding ask these members; nothing but an operator's own file knows it by name. One file per operator
/// declares this together with its lowering; the table of operators lists them.
/// </summary>
internal abstract class Operator
{
    /// <summary>The ONNX operator type.</summary>
    public abstract string Name { get; }

    /// <summary>
    /// How many inputs the operator takes, optional ones included, over all operator set versions. One unless overridden.
    /// </summary>
    public virtual (int Min, int Max) Inputs => (1, 1);

    /// <summary>
    /// Whether the kernels read elements of this type as input <paramref name="input"/>. Checked before shapes are inferred and before
    /// every lowering, so that neither a pass nor a kernel takes other elements for floats. Any type unless overridden.
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
    /// Whether, with axis 0 of operands and results as the images of a batch, each image of the results depends on that image of the
    /// operands only. Asked of nodes with known shapes whose computed operands and results all have that extent of axis 0. False unless
    /// overridden.
    /// </summary>
    public virtual bool KeepsImagesApart(Node node) => false;

    /// <summary>The result for constant operands without a run, where that is no more than another view or a fill; else null.</summary>
    public virtual ConstantData? Fold(Node node) => null;

    /// <summary>
    /// Whether output 0 has the elements of input 0 in their row-major order, so that only its name or its shape differs (Identity,
    /// Reshape).
    /// </summary>
    public virtual bool KeepsElements => false;

    /// <summary>
    /// Whether the elements of this input must be known before the node can be compiled, because shapes follow from them (Reshape's shape,
    /// Slice's starts). Where the graph computes them, the plan is cut in front of the node.
    /// </summary>
    public virtual bool NeedsElements(int input) => false;

    /// <summary>
    /// Whether only the shapes of the operands are read, not their elements: the result does not depend on the data (Shape).
    /// </summary>
    public virtual bool ReadsOnlyShapes => false;

    /// <summary>Whether output 0 is input 0, type and shape included. The pass checks that no other output is used.</summary>
    public virtual bool IsIdentity(Node node) => false;

    /// <summary>The axis along which the result is the operands one after another; null where it is not.</summary>
    public virtual int? ConcatenationAxis(Node node) => null;

    /// <summary>
    /// The function of one float that the node applies to input 0; null where it is no such function, or depends on computed operands.
    /// </summary>
    public virtual Activation? Function(Node node) => null;

    /// <summary>Whether the result is the sum of the node's two operands.</summary>
    public virtual bool IsSum(Node node) => false;

    /// <summary>Whether the kernels apply this function to the node's result while they write it.</summary>
    public virtual bool TakesActivation(Node node, Activation function) => false;

    /// <summary>Whether the kernels add a tensor of the result's shape to it before the activation.</summary>
    public virtual bool TakesResidual(Node node) => false;

    /// <summary>
    /// The input that takes a row to be added along the last axis of the result, where the node has none yet; null where it takes no such
    /// row.
    /// </summary>
    public virtual int? TakesBias(Node node, ConstantData row) => null;

    /// <summary>
    /// The axis of the result that counts channels: where factors per channel may fold into weights. Axis 1 unless overridden.
    /// </summary>
    public virtual int ChannelAxis(Node node) => 1;

    /// <summary>Where a factor and a shift per channel of the result fold into the node's constants; null where they do not.</summary>
    public virtual ScaleFolding? ScaleFolding(Node node) => null;

    /// <summary>
    /// What the node does to its only computed operand, where that is a factor and a shift per index of <paramref name="axis"/>; null where
    /// it does anything else.
    /// </summary>
    public virtual ChannelScale? ChannelScale(Node node, int axis) => null;

    /// <summary>The frame of zeros that the node puts around input 0, where that is all it does; null where it is not.</summary>
    public virtual SpatialPadding? ZeroPadding(Node node) => null;

    /// <summary>
    /// The attributes with which the node counts a frame of zeros around its operand as its own padding; null where it cannot.
    /// </summary>
    public virtual NodeAttributes? WithPadding(Node node, SpatialPadding padding) => null;

    /// <summary>
    /// The nodes that together compute this operator, as exporters write it where their operator set lacks it; null where
    /// <paramref name="node"/> is not the one by which such a group is found.
    /// </summary>
    public virtual Composite? Recognize(Graph graph, Node node) => null;
}
