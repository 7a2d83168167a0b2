using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Steps;
using Fovea.Kernels.Sampling;

namespace Fovea.Inference.Operators;

/// <summary>ONNX AffineGrid: the grid of positions that an affine transform makes, for GridSample.</summary>
internal sealed class AffineGrid : Operator, ILowering
{
    public override string Name => "AffineGrid";

    public override int Since => 20;

    public override (int Min, int Max) Inputs => (2, 2);

    public override bool NeedsElements(int input) => input == 1;

    public override bool Accepts(int input, ElementType type) =>
        input == 0 ? type is ElementType.Float32 or ElementType.Float64 : base.Accepts(input, type);

    public override void Infer(ShapeContext context)
    {
        Node node = context.Node;
        if (context.Contents(1) is not { } size)
        {
            context.Set(0, context.Type(0), SymbolicShape.Unknown);
            return;
        }

        int axes = size.Count - 2;
        if (axes is not (2 or 3))
            throw node.Invalid($"size is [{string.Join(',', size)}]; expected [N,C,H,W] or [N,C,D,H,W]");
        if (context.Dimensions(0) is { } theta && (theta.Count != 3 || theta[1].Value is { } rows && rows != axes
            || theta[2].Value is { } columns && columns != axes + 1 || (theta[0].IsKnown && size[0].IsKnown && theta[0] != size[0])))
            throw node.Invalid($"theta has the shape {context.Shape(0)}; expected [{size[0]},{axes},{axes + 1}]");
        context.Set(0, context.Type(0), [size[0], .. size.Skip(2), axes]);
    }

    public override WindowRule Window(Node node) => WindowRule.None;

    public unsafe void Lower(LoweringContext context)
    {
        View theta = context.Plain(0);
        View grid = context.PlainOutput();
        Shape shape = grid.Shape;
        int axes = shape.Rank - 2;
        bool alignCorners = context.Node.Attributes.Int("align_corners", 0) != 0;
        long positions = shape.ElementCount / axes;
        context.Emit(new RowsStep(
            "affine grid", [theta], [grid], positions, positions * 20.0,
            (in RunContext run, long first, long last) =>
            {
                var arguments = new AffineGridArguments
                {
                    Theta = run.Address(theta),
                    Grid = run.Address(grid),
                    Axes = axes,
                    Depth = axes > 2 ? shape[1] : 1,
                    Height = shape[-3],
                    Width = shape[-2],
                    AlignCorners = alignCorners,
                };
                run.Kernels.Of(theta.Type).AffineGrid(in arguments, first, last);
            }));
    }
}
