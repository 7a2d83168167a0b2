using Fovea.Inference.Graphs;
using Fovea.Inference.Memory;
using Fovea.Inference.Steps;
using Fovea.Inference.Tensors;
using Fovea.Inference.Weights;
using Fovea.Kernels;

namespace Fovea.Inference.Lowering;

/// <summary>
/// What the lowering of an operator works with: its operands as views in the requested memory order, memory for its results, and the list
/// of steps to append to. A view is converted to another memory order only if an operator needs it, and once per value.
/// </summary>
internal sealed class LoweringContext(Graph graph, KernelSet kernels, PlanConstants constants, int threads)
{
    private readonly Dictionary<Value, View> _views = [];
    private readonly Dictionary<(View View, string Order), View> _converted = [];
    private readonly Dictionary<Value, PlanBuffer> _concatenations = [];
    private readonly ConcatPlacement _placement = new(graph);
    private Node? _node;

    public Graph Graph => graph;

    public KernelSet Kernels => kernels;

    public PlanConstants Constants => constants;

    /// <summary>Whether convolutions may be computed by Winograd's algorithm.</summary>
    public bool Winograd { get; init; }

    /// <summary>Whether every value stays as it is after it was computed, so that it can be shown.</summary>
    public bool KeepsValues { get; init; }

    /// <summary>Called before a step is emitted, to count what steps take; a node of a small file may ask for millions.</summary>
    public Action? CountStep { get; init; }

    /// <summary>The steps emitted so far.</summary>
    public List<Step> Steps { get; } = [];

    /// <summary>The node that is being lowered.</summary>
    public Node Node => _node!;

    /// <summary>Lowers one node.</summary>
    /// <exception cref="InvalidModelException">Operands or attributes contradict each other.</exception>
    /// <exception cref="UnsupportedModelException">The kernels do not support an operand's type, or an unsupported output is
    /// used.</exception>
    /// <exception cref="EngineFaultException">The lowering failed in a way that is not the model's fault.</exception>
    public void Lower(Node node)
    {
        _node = node;
        constants.ErrorContext = node.ErrorContext;
        try
        {
            Lower();
        }
        catch (Exception error)
        {
            if (node.ErrorContext.Locate(error, "lowering") is { } fault)
                throw fault;
            throw;
        }
    }

    /// <summary>
    /// Lowers a node that is no node of the graph, as a part of the node that is being lowered; its inputs are bound to views before.
    /// </summary>
    /// <inheritdoc cref="Lower(Node)" path="/exception"/>
    public void LowerPart(Node part)
    {
        Node? whole = _node;
        Lower(part);
        _node = whole;
        constants.ErrorContext = whole?.ErrorContext ?? ErrorContext.None;
    }

    /// <summary>Lowers nodes one after another.</summary>
    public void LowerAll(IEnumerable<Node> nodes)
    {
        foreach (Node node in nodes)
        {
            constants.Budget.ThrowIfOver();
            if (node.Outputs.All(o => o.Constant is not null))
                continue;
            if (!node.Outputs.All(o => o.Shape.IsKnown))
                throw node.UnknownShape();
            Lower(node);
        }
    }

    public void Bind(Value value, View view) => _views[value] = view;

    /// <summary>Whether a value has been computed (or is an input).</summary>
    public bool Has(Value value) => _views.ContainsKey(value);

    public Shape InputShape(int input) => Node.Required(input).KnownShape;

    public Shape OutputShape(int output = 0) => Node.Outputs[output].KnownShape;

    /// <summary>An operand in its present memory order.</summary>
    public View Input(int input) => ViewOf(Node.Required(input));

    /// <summary>An operand in plain order.</summary>
    public View Plain(int input) => AsPlain(Input(input));

    /// <summary>An operand in channels-last order if it is in that, else in plain order.</summary>
    public View DenseInput(int input) => Dense(Input(input));

    /// <summary>A view in channels-last order if it is in that, else in plain order.</summary>
    public View Dense(View view) => view.IsChannelsLast ? view : AsPlain(view);

    /// <summary>An operand in channels-last order.</summary>
    public View ChannelsLast(int input) => AsChannelsLast(Input(input));

    public View ViewOf(Value value)
    {
        if (_views.TryGetValue(value, out View? view))
            return view;
        ConstantData constant = value.Constant
            ?? throw new InvalidOperationException($"The value '{value.Name}' is read before it is written.");
        view = new View(constants.Plain(constant), 0, constant.Shape, View.PlainStrides(constant.Shape));
        _views.Add(value, view);
        return view;
    }

    public View AsPlain(View view) => view.IsPlain ? view : Convert(view, "plain", View.PlainStrides(view.Shape));

    public View AsChannelsLast(View view) =>
        !View.IsImage(view.Shape) ? throw Node.Unsupported(
            $"its operand has the shape {view.Shape}; supported are images of one to three spatial axes") :
        view.IsChannelsLast ? view
            : Convert(view, "channels-last", View.ChannelsLastStrides(view.Shape, PixelStride(view.Shape, view.Type)));

    /// <summary>An operand of bytes in channels-last order whose pixels are whole words of four.</summary>
    public View ChannelsLastWords(int input)
    {
        View view = ChannelsLast(input);
        return view.PixelStride % BytePanelPacking.Word == 0 && view.Offset % BytePanelPacking.Word == 0
            ? view
            : Convert(view, "words", View.ChannelsLastStrides(view.Shape, PixelStride(view.Shape, view.Type)));
    }

    /// <summary>A copy of a view with the given strides; later calls return the same copy.</summary>
    public View Convert(View view, string order, long[] strides)
    {
        if (!_converted.TryGetValue((view, order), out View? copy))
        {
            copy = new View(NewBuffer(Extent(view.Shape, strides), view.Type), 0, view.Shape, strides);
            Emit(new CopyStep(view, copy, order));
            _converted.Add((view, order), copy);
        }

        return copy;
    }

    /// <summary>Allocates memory in the plan's arena.</summary>
    public static PlanBuffer NewBuffer(long elements, ElementType type) => new(type, elements);

    /// <summary>A new dense view in plain order.</summary>
    public static View NewPlain(Shape shape, ElementType type) =>
        new(NewBuffer(shape.ElementCount, type), 0, shape, View.PlainStrides(shape));

    /// <summary>
    /// A new view in channels-last order: dense, but pixels of bytes are whole words, of which the last may be partly unused.
    /// </summary>
    public static View NewChannelsLast(Shape shape, ElementType type)
    {
        long[] strides = View.ChannelsLastStrides(shape, PixelStride(shape, type));
        return new View(NewBuffer(Extent(shape, strides), type), 0, shape, strides);
    }

    /// <summary>A new dense view in channels-last order, also of bytes.</summary>
    public static View NewDense(Shape shape, ElementType type) =>
        new(NewBuffer(shape.ElementCount, type), 0, shape, View.ChannelsLastStrides(shape, shape[1]));

    /// <summary>Rows of bytes along the last axis, each of whole words.</summary>
    public static View NewWordRows(Shape shape, ElementType type)
    {
        long row = Words(shape[-1]);
        long[] strides = View.PlainStrides(shape.With(shape.Rank - 1, row));
        return new View(NewBuffer(shape.With(shape.Rank - 1, row).ElementCount, type), 0, shape, strides);
    }

    /// <summary>Memory for a result in plain order.</summary>
    public View PlainOutput(int output = 0)
    {
        Value value = Node.Outputs[output];
        return SetOutput(NewPlain(value.KnownShape, value.Type!.Value), output);
    }

    /// <summary>Memory for an image in channels-last order: its slice of a concatenation if it has one.</summary>
    public View ChannelsLastOutput(int output = 0)
    {
        Value value = Node.Outputs[output];
        return SetOutput(ConcatView(value) ?? NewChannelsLast(value.KnownShape, value.Type!.Value), output);
    }

    /// <summary>Memory for a result in the memory order of an operand: channels-last where that is, else plain.</summary>
    public View OutputLike(View operand, int output = 0) =>
        operand.IsChannelsLast && !operand.IsPlain ? ChannelsLastOutput(output) : PlainOutput(output);

    /// <summary>The view of a value as a slice of a concatenation; null if it is not part of one.</summary>
    public View? ConcatView(Value value)
    {
        if (_placement.Of(value) is not { } placement)
            return null;
        Shape shape = placement.Concatenation.KnownShape;
        long pixelStride = PixelStride(shape, value.Type!.Value);
        if (!_concatenations.TryGetValue(placement.Concatenation, out PlanBuffer? buffer))
        {
            buffer = NewChannelsLast(shape, value.Type!.Value).Buffer;
            buffer.Shared = true;
            _concatenations.Add(placement.Concatenation, buffer);
        }

        return new View(buffer, placement.Channel, value.KnownShape, View.ChannelsLastStrides(value.KnownShape, pixelStride));
    }

    /// <summary>The memory of a concatenated value; operands may already have been written to it.</summary>
    public View ConcatOutput()
    {
        Value value = Node.Outputs[0];
        if (ConcatView(value) is { } placed)
            return SetOutput(placed);
        if (_concatenations.TryGetValue(value, out PlanBuffer? buffer))
        {
            long pixelStride = PixelStride(value.KnownShape, value.Type!.Value);
            return SetOutput(new View(buffer, 0, value.KnownShape, View.ChannelsLastStrides(value.KnownShape, pixelStride)));
        }

        return ChannelsLastOutput();
    }

    /// <summary>Makes a view the result.</summary>
    public View SetOutput(View view, int output = 0)
    {
        if (output < Node.Outputs.Length)
            _views[Node.Outputs[output]] = view;
        return view;
    }

    /// <summary>Makes a view of an operand's memory the result, so that two values share the memory.</summary>
    public View Alias(View view, int output = 0)
    {
        view.Buffer.Shared = true;
        return SetOutput(view, output);
    }

    /// <summary>Whether the result may overwrite the operand's memory, because nothing else reads it.</summary>
    public bool CanOverwrite(int input)
    {
        Value value = Node.Required(input);
        View view = ViewOf(value);
        return !KeepsValues && !view.Buffer.IsConstant && !view.Buffer.Shared && graph.HasOneUse(value) && !graph.Inputs.Contains(value) &&
            _placement.Of(Node.Outputs[0]) is null && view.Shape.ElementCount == view.Buffer.Elements;
    }

    /// <summary>A row packed for a kernel; zeros if the value is null.</summary>
    /// <exception cref="InvalidModelException">There are more or fewer values than columns.</exception>
    public PlanBuffer Row(Value? value, RowPacking packing)
    {
        if (value is null)
            return Zeros(Extents.ToKernelInt(packing.Elements, "values in a row"));
        long expected = (long)packing.Groups * packing.Columns;
        return value.KnownShape.ElementCount == expected
            ? Packed(value, packing)
            : throw Node.Invalid($"'{value.Name}' has {value.KnownShape.ElementCount} values; expected {expected}");
    }

    /// <summary>An operand packed for a kernel: a constant once for all runs, a computed value in every run.</summary>
    public PlanBuffer Packed(Value value, Packing packing) =>
        value.Constant is { } constant ? constants.Packed(constant, packing) : Packed(ViewOf(value), packing, value.Name);

    /// <summary>Emits a step that packs elements for a kernel in every run.</summary>
    public PlanBuffer Packed(View view, Packing packing, string name)
    {
        View target = NewPlain(new Shape(packing.Elements), packing.ElementType);
        Emit(new PackingStep(AsPlain(view), packing, target), $"pack %{name}");
        return target.Buffer;
    }

    /// <summary>A row of zeros.</summary>
    public PlanBuffer Zeros(int length) => constants.Packed(null, new ZeroPacking(length));

    /// <summary>A constant of one float.</summary>
    public View Scalar(float value) => Filled(BitConverter.GetBytes(value), ElementType.Float32);

    /// <summary>A constant of one element.</summary>
    public View Filled(byte[] element, ElementType type) =>
        new(constants.Packed(null, ElementPacking.Of(type, element)), 0, Shape.Scalar, []);

    /// <summary>Appends a step. One that writes no elements is left out: where a result is empty, there is nothing to compute.</summary>
    public void Emit(Step step, string? name = null)
    {
        if (step.Writes.Count > 0 && step.Writes.All(view => view.Shape.ElementCount == 0))
            return;
        CountStep?.Invoke();
        step.Operator = _node?.Operator.Name ?? string.Empty;
        step.Node = _node?.ErrorContext.Node;
        step.Value = _node?.Outputs[0].Name;
        step.Name = name ?? (_node is null ? "result" : $"{_node.Operator.Name} %{_node.Outputs[0].Name}");
        if (step.ScratchBytes > 0)
            step.Scratch = new PlanBuffer(Alignment.Up(step.ScratchBytes) * threads);
        Steps.Add(step);
    }

    private static long PixelStride(Shape shape, ElementType type) => type.SizeInBytes() == 1 ? Words(shape[1]) : shape[1];

    private static long Words(long bytes) => checked(bytes + BytePanelPacking.Word - 1) / BytePanelPacking.Word * BytePanelPacking.Word;

    // Elements of memory in which strides of channels-last order reach, the unused ones behind the last pixel's included.
    private static long Extent(Shape shape, long[] strides) =>
        View.IsImage(shape) && shape.ElementCount > 0 && strides[1] == 1
            ? Math.Max(shape.ElementCount, checked(shape.ElementCount / shape[1] * strides[^1]))
            : shape.ElementCount;

    private void Lower()
    {
        Node node = Node;
        if (Array.Find(node.Inputs, i => i is { Type: null }) is { } untyped)
            throw node.Unsupported($"the element type of '{untyped.Name}' is not known");
        node.CheckTypes();
        if (node.Operator is not ILowering lowering)
            throw node.Unsupported("its result depends on values that the graph computes from data");
        if (node.Outputs.All(o => o.KnownShape.ElementCount == 0))
            LowerEmpty();
        else
            lowering.Lower(this);
        if (Array.Find(node.Outputs, o => !Has(o) && (o.Consumers.Count > 0 || graph.IsOutput(o))) is { } missing)
            throw node.Unsupported($"its output '{missing.Name}' is used, which is not supported");
    }

    // Nothing is computed. Lowerings may divide by the extents of their results.
    private void LowerEmpty()
    {
        for (int i = 0; i < Node.Outputs.Length; i++)
            PlainOutput(i);
    }
}
