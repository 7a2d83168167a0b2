using Fovea.Inference.Gradients;
using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Operators.Support;
using Fovea.Inference.Steps;
using Fovea.Kernels.Convolution;
using Fovea.Kernels.Pooling;

namespace Fovea.Inference.Operators;

/// <summary>
/// ONNX MaxPool: the largest element of each window and, where the output is used, its index in the whole input; padding counts as
/// -infinity.
/// </summary>
internal sealed class MaxPool : PoolOperator, IDifferentiable
{
    private static readonly unsafe IReadOnlyList<ElementType> Types = ElementKernels.With(kernels => kernels.MaxPool != null);

    public override string Name => "MaxPool";

    public override bool ChoosesElements => true;

    public override string Limits => "1 to 3 spatial axes; Indices with either storage_order";

    public override Interval Range(RangeContext context) => context.Input(0);

    public override bool Accepts(int input, ElementType type) => Types.Contains(type);

    public override CellExplanation? Explain(CellContext context)
    {
        if (context.Output != 0)
            return null;
        WindowCells window = Cells(context);
        CellTerm[] terms = [.. Enumerable.Range(0, window.Taps.Slices).Select(slice => window.Term(context.Index[1], slice))];
        ChosenCell? chosen = null;
        double largest = double.NegativeInfinity;
        for (int slice = 0; slice < terms.Length; slice++)
        {
            for (int row = 0; row < window.Taps.Rows; row++)
            {
                for (int column = 0; column < window.Taps.Columns; column++)
                {
                    if (terms[slice].Values[row][column] is { } value && (chosen is null || value > largest))
                        (chosen, largest) = (new ChosenCell(slice, row, column), value);
                }
            }
        }

        return new CellExplanation
        {
            Kind = ExplanationKind.Selection,
            Text = $"The largest value of the window of {window.Size}; padding does not count.",
            Terms = terms,
            Chosen = chosen,
            Single = context.Rounded(largest),
            Value = context.Value,
        };
    }

    public override void Infer(ShapeContext context)
    {
        base.Infer(context);
        context.Set(1, ElementType.Int64, context.Node.Outputs[0].Shape);
    }

    // Indices count the elements of the whole batch.
    public override bool KeepsImagesApart(Node node) => node.Outputs.Length == 1;

    public void Differentiate(GradientContext context) => PoolGradient.OfMaximum(context, context.Node.Attributes);

    public override void Lower(LoweringContext context)
    {
        Value[] outputs = context.Node.Outputs;
        if (outputs.Length > 1 && (outputs[1].Consumers.Count > 0 || context.Graph.IsOutput(outputs[1])))
            EmitWithIndices(context);
        else
            base.Lower(context);
    }

    protected override void Emit(LoweringContext context, ConvolutionShape shape, SlidingWindow window, View input, View output) =>
        SeparablePooling.Emit(context, shape, window.PadEnd, input, output);

    private static unsafe void EmitWithIndices(LoweringContext context)
    {
        View input = context.Plain(0);
        View output = context.PlainOutput();
        View indices = context.PlainOutput(1);
        // The planes of all channels are images of one channel.
        Shape x = input.Shape;
        Shape planes = new([x[0] * x[1], 1, .. x.Skip(2)]);
        Shape results = new([x[0] * x[1], 1, .. output.Shape.Skip(2)]);
        ConvolutionShape shape = WindowGeometry.Shape(Window(context), planes, results, 1, 1, 1, 0);
        bool columnMajor = context.Node.Attributes.Int("storage_order", 0) != 0;
        context.Emit(new RowsStep(
            "maximum pooling with indices", [input], [output, indices], shape.OutputPixels, (double)shape.OutputPixels * shape.Taps * 2,
            (in RunContext run, long first, long last) =>
            {
                var arguments = new IndexedPoolingArguments
                {
                    Input = run.Address(input),
                    Output = run.Address(output),
                    Indices = run.Elements<long>(indices),
                    ColumnMajor = columnMajor,
                };
                run.Kernels.Of(input.Type).MaxPoolIndices(shape, in arguments, first, last);
            }));
    }
}
