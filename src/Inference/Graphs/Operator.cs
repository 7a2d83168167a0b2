using Fovea.Inference.Tensors;

namespace Fovea.Inference.Graphs;

/// <summary>
/// What the graph knows of one ONNX operator: shape inference, its window, its cost, and what passes may do with its nodes. Passes,
/// placement and constant folding use these members; only an operator's own file refers to it by name. Each operator is declared in one
/// file together with its lowering; the operator table lists them.
/// </summary>
internal abstract class Operator
{
    /// <summary>The ONNX operator type.</summary>
    public abstract string Name { get; }

    /// <summary>The version of the operator set that introduced the operator. 1 unless overridden.</summary>
    public virtual int Since => 1;

    /// <summary>What the engine does not do, or does beyond the obvious, for docs/operators.md; empty unless overridden.</summary>
    public virtual string Limits => string.Empty;

    /// <summary>The domain of the operator set; empty for that of ONNX.</summary>
    public virtual string Domain => string.Empty;

    /// <summary>The operator as the table finds it: the name, after the domain where it is not that of ONNX.</summary>
    public string QualifiedName => Domain.Length == 0 ? Name : $"{Domain}.{Name}";

    /// <summary>The number of inputs, including optional ones, over all operator set versions. One unless overridden.</summary>
    public virtual (int Min, int Max) Inputs => (1, 1);

    /// <summary>
    /// Whether input <paramref name="input"/> may have this element type. Checked before shape inference and before lowering, so that no
    /// pass or kernel reads other elements as floats. Unless overridden, integers where <see cref="NeedsElements"/>, else any type.
    /// </summary>
    public virtual bool Accepts(int input, ElementType type) =>
        !NeedsElements(input) || type is ElementType.Int64 or ElementType.Int32;

    /// <summary>
    /// Whether the node needs the element types that the model gives its inputs, which is why they are not computed in Float32 instead of
    /// Float16, BFloat16 or Float64. False unless overridden.
    /// </summary>
    public virtual bool ReadsTypes => false;

    /// <summary>Infers the type and shape of every output from what is known of the inputs.</summary>
    /// <exception cref="InvalidModelException">Inputs or attributes contradict the specification.</exception>
    public abstract void Infer(ShapeContext context);

    /// <summary>The window of a node with known shapes, for the receptive field. Element-wise unless overridden.</summary>
    public virtual WindowRule Window(Node node) => WindowRule.Pointwise;

    /// <summary>
    /// What a cell of an output reads of an input, for each axis of the input; null if that is all of it, or if nothing less is known. Null
    /// unless overridden. Called for nodes with known shapes.
    /// </summary>
    public virtual AxisRead[]? Reads(Node node, int output, int input) => null;

    /// <summary>
    /// How the value of one cell is computed; null if there is no arithmetic to show. Unless overridden, the copy of an element where the
    /// node chooses elements. Called for nodes with known shapes, not optimised.
    /// </summary>
    public virtual CellExplanation? Explain(CellContext context) => ChoosesElements ? context.Copy() : null;

    /// <summary>Multiply-accumulate operations of a node with known shapes; null if the operator has none.</summary>
    public virtual long? MultiplyAdds(Node node) => null;

    /// <summary>
    /// In which range the elements of the outputs of output 0's type lie, whatever the data is. Unbounded unless overridden. Called for
    /// nodes whose shapes may be unknown.
    /// </summary>
    public virtual Interval Range(RangeContext context) => Interval.Any;

    /// <summary>
    /// What output 0 is at least a multiple of, so that a quotient by it is bounded (ReduceMean); null if nothing is known. Null unless
    /// overridden.
    /// </summary>
    public virtual RelativeBound? Bound(RangeContext context) => null;

    /// <summary>
    /// Whether each image of the outputs depends only on the same image of the inputs, where axis 0 of inputs and outputs is the batch.
    /// Called for nodes with known shapes whose computed inputs and outputs all have the batch as axis 0. False unless overridden.
    /// </summary>
    public virtual bool KeepsImagesApart(Node node) => false;

    /// <summary>
    /// The result for constant inputs, if it is only another view or a fill; else null, and the node is evaluated by its kernel.
    /// </summary>
    public virtual ConstantData? Fold(Node node) => null;

    /// <summary>Whether the constant that <see cref="Fold"/> returns takes no memory of its own.</summary>
    public virtual bool FoldsWithoutMemory(Node node) => false;

    /// <summary>
    /// Whether output 0 has the elements of input 0 in the same row-major order, so that only the name or the shape differs (Identity,
    /// Reshape).
    /// </summary>
    public virtual bool KeepsElements => false;

    /// <summary>
    /// Whether output 0 has the probabilities of the scores that input 0 has, or their logarithms, element by element (Softmax). False
    /// unless overridden.
    /// </summary>
    public virtual bool NormalizesScores => false;

    /// <summary>
    /// Whether the elements of this input must be known to compile the node, because shapes depend on them (Reshape's shape, Slice's
    /// starts). If the graph computes them, the plan is cut before the node.
    /// </summary>
    public virtual bool NeedsElements(int input) => false;

    /// <summary>
    /// Whether the shapes of the results depend on all of the data, so that no plan has them (NonZero): the plan is cut before the node,
    /// and a run computes it between two plans.
    /// </summary>
    public virtual bool ShapesDependOnData => false;

    /// <summary>
    /// Whether the result is no tensor (a sequence): the node stays with those that read it where a plan is cut.
    /// </summary>
    public virtual bool GivesNoTensor => false;

    /// <summary>
    /// Whether the node reads only the shapes of its inputs, not their elements (Shape), so that its result does not depend on the data.
    /// </summary>
    public virtual bool ReadsOnlyShapes => false;

    /// <summary>
    /// Whether output 0 equals input 0, including type and shape. The pass checks that no other output is used. Called for nodes with known
    /// shapes.
    /// </summary>
    public virtual bool IsIdentity(Node node) => false;

    /// <summary>
    /// How output 0 is put together of operands along an axis; null if the node is no concatenation. Called for nodes with known shapes.
    /// </summary>
    public virtual Concatenation? Concatenates(Node node) => null;

    /// <summary>
    /// The element-wise function that the node applies to input 0; null if it is none, or if its parameters are computed by the graph.
    /// </summary>
    public virtual Activation? Function(Node node) => null;

    /// <summary>Whether the result is the sum of the node's two inputs.</summary>
    public virtual bool IsSum(Node node) => false;

    /// <summary>Whether the node's kernels can apply this activation in their epilogue.</summary>
    public virtual bool TakesActivation(Node node, Activation function) => false;

    /// <summary>Whether the node's kernels can add a residual of the result's shape in their epilogue, before the activation.</summary>
    public virtual bool TakesResidual(Node node) => false;

    /// <summary>
    /// The index of the input that can take this row as a bias along the last axis of the result; null if the node already has a bias or
    /// cannot take one.
    /// </summary>
    public virtual int? TakesBias(Node node, ConstantData row) => null;

    /// <summary>The channel axis of the result, along which scales may be folded into the weights. Axis 1 unless overridden.</summary>
    public virtual int ChannelAxis(Node node) => 1;

    /// <summary>How a per-channel scale and shift of the result fold into the node's constants; null if they cannot.</summary>
    public virtual ScaleFolding? ScaleFolding(Node node) => null;

    /// <summary>
    /// The scale and shift per index of <paramref name="axis"/> that the node applies to its only computed input; null if it does anything
    /// else.
    /// </summary>
    public virtual ChannelScale? ChannelScale(Node node, int axis) => null;

    /// <summary>The zero padding that the node adds to input 0, if it does nothing else; null otherwise.</summary>
    public virtual SpatialPadding? ZeroPadding(Node node) => null;

    /// <summary>The node's attributes with this zero padding of its input merged into its own pads; null if that is not possible.</summary>
    public virtual NodeAttributes? WithPadding(Node node, SpatialPadding padding) => null;

    /// <summary>The integers of which the node makes real numbers (DequantizeLinear); null if it does anything else.</summary>
    public virtual QuantizedValue? Dequantizes(Node node) => null;

    /// <summary>
    /// The integers that the node writes as output 0, which stand for real numbers: of real numbers (QuantizeLinear) or of other integers
    /// (QLinearConv); null if it writes none, or if their scale is no input.
    /// </summary>
    public virtual QuantizedValue? Quantizes(Node node) => null;

    /// <summary>The integers that are the node's weights, with their scale; null if its weights are no integers with a scale.</summary>
    public virtual QuantizedValue? QuantizedWeights(Node node) => null;

    /// <summary>The axis of the weights along which filters lie, one for each channel of the result. Axis 0 unless overridden.</summary>
    public virtual int FilterAxis(Node node) => 0;

    /// <summary>
    /// The node that makes the integers of an island directly of its integers; null if there is none. The pass removes the island.
    /// </summary>
    public virtual Node? OnIntegers(IntegerIsland island) => ChoosesElements ? island.Same() : null;

    /// <summary>
    /// Whether each element of output 0 is an element of an input that is no index or parameter, so that the node does the same with other
    /// elements that have the same order. <see cref="KeepsElements"/> unless overridden.
    /// </summary>
    public virtual bool ChoosesElements => KeepsElements;

    /// <summary>
    /// Recognises the group of nodes that exporters write for this operator if their operator set lacks it; null if <paramref name="node"/>
    /// is not the anchor of such a group.
    /// </summary>
    public virtual Composite? Recognize(Graph graph, Node node) => null;
}
