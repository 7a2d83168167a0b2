using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Steps;

namespace Fovea.Inference.Operators.Support;

/// <summary>The base of element-wise functions of one float: the shape stays the same, and any memory order works.</summary>
internal abstract class UnaryOperator : Operator, ILowering
{
    public abstract override Activation? Function(Node node);

    public override bool Accepts(int input, ElementType type) => type == ElementType.Float32;

    public override void Infer(ShapeContext context) => context.SameAsInput();

    public override bool KeepsImagesApart(Node node) => true;

    public virtual void Lower(LoweringContext context)
    {
        Activation function = Function(context.Node) ?? throw context.Node.Unsupported("its parameters are computed by the graph");
        EmitUnary(context, function);
    }

    /// <summary>Applies an element-wise function to input 0, in place if the input is not needed afterwards.</summary>
    public static void EmitUnary(LoweringContext context, Activation function)
    {
        View input = context.Input(0);
        bool channelsLast = input.IsChannelsLast && !input.IsPlain;
        if (!channelsLast)
            input = context.AsPlain(input);
        View output;
        if (context.CanOverwrite(0) && input == context.Input(0))
            output = context.SetOutput(input);
        else
            output = channelsLast ? context.ChannelsLastOutput() : context.PlainOutput();
        context.Emit(new UnaryStep(function, input, output));
    }
}
